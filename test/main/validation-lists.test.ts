import { Transform } from "class-transformer";
import { IsString } from "class-validator";
import { Param, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { issuesOf } from "./support/issues.js";

let made = 0;

/** Only the libraries make one. */
class Trimmed {
  @IsString()
  @Transform(({ value }) => {
    made++;
    return String(value).trim();
  })
  text!: string;
}

@RpcDomain("lists")
class Lists {
  @RpcMethod() trim(@Param(() => [Trimmed]) list: Trimmed[]): string[] {
    return list.map(({ text }) => text);
  }
}

const router = new RPCRouter().register(new Lists());
const trim = (list: readonly unknown[]) => router.route("lists.trim", [list]);
const many = (count: number) => Array.from({ length: count }, (_, index) => ({ text: ` ${index}` }));

beforeEach(() => {
  made = 0;
});

it("a long list that no acceptor is sure of is made to its end", async () => {
  expect(await trim(many(250))).toEqual(many(250).map(({ text }) => text.trim()));
});

it("is refused for its last element", async () => {
  expect(await issuesOf(trim([...many(249), { text: "a", extra: 1 }]))).toMatchObject([
    { path: "params[0][249].extra" },
  ]);
});

it("is not looked at beyond a hundred issues", async () => {
  const bad = many(1000).map((element) => ({ ...element, extra: 1 }));
  expect(await issuesOf(trim(bad))).toHaveLength(100);
  expect(made).toBe(100);
});
