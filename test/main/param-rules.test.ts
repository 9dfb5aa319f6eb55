import { IsEmail, Length, Validate, ValidateNested, ValidatorConstraint } from "class-validator";
import { Param, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { problemsOf } from "./support/boot.js";
import { issuesOf } from "./support/issues.js";

enum Status {
  Open = "open",
  Done = "done",
}

enum Level {
  Low,
  High = 7,
}

@ValidatorConstraint({ name: "isFree", async: true })
class IsFree {
  async validate(address: string): Promise<boolean> {
    return address !== "taken@example.org";
  }
  defaultMessage(): string {
    return "$property is taken";
  }
}

@RpcDomain("tasks")
class Tasks {
  @RpcMethod() setStatus(@Param({ enum: Status }) status: Status): Status {
    return status;
  }
  @RpcMethod() setLevel(@Param({ enum: Level, optional: true }) level?: Level): Level | undefined {
    return level;
  }
  @RpcMethod() setAll(@Param({ enum: Status }) all: Status[]): Status[] {
    return all;
  }
  @RpcMethod() setEither(@Param({ enum: ["a", 1] }) either: "a" | 1): string | number {
    return either;
  }
  @RpcMethod() invite(@Param({ rules: [IsEmail(), Length(3, 20), Validate(IsFree)] }) to: string): string {
    return to;
  }
  @RpcMethod() inviteAll(
    @Param(() => [String], { rules: [IsEmail({}, { each: true })] }) all: string[],
  ): string[] {
    return all;
  }
  @RpcMethod() nested(@Param({ rules: [ValidateNested()] }) value: object | null): unknown {
    return value;
  }
  @RpcMethod() anyOf(@Param({ rules: [Length(1, 2)] }) value: string | null): string | null {
    return value;
  }
}

const router = new RPCRouter().register(new Tasks());
const call = (method: string, ...params: unknown[]) => router.route(`tasks.${method}`, params);

describe("an enum", () => {
  it.each([
    ["setStatus", "open"],
    ["setLevel", 0],
    ["setLevel", 7],
    ["setEither", "a"],
    ["setEither", 1],
    ["setAll", ["open", "done"]],
    ["setAll", []],
  ])("lets its values pass: %s(%j)", async (method, value) => {
    await expect(call(method, value)).resolves.toEqual(value);
  });

  it.each([
    ["setStatus", "zzz", "params[0]"],
    ["setStatus", "Open", "params[0]"],
    ["setStatus", "constructor", "params[0]"],
    ["setStatus", ["open"], "params[0]"],
    ["setLevel", "Low", "params[0]"],
    ["setLevel", 1, "params[0]"],
    ["setLevel", "0", "params[0]"],
    ["setEither", "1", "params[0]"],
    ["setAll", ["open", "zzz"], "params[0][1]"],
    ["setAll", ["open", undefined], "params[0][1]"],
  ])("refuses %s(%j)", async (method, value, path) => {
    expect(await issuesOf(call(method, value))).toMatchObject([{ path, constraint: "isEnum" }]);
  });

  it("names its values, without the numbers' reverse names", async () => {
    expect(await issuesOf(call("setLevel", 3))).toEqual([
      { path: "params[0]", constraint: "isEnum", message: "must be one of the following values: 0, 7" },
    ]);
  });

  it("of a list refuses what is not a list", async () => {
    expect(await issuesOf(call("setAll", "open"))).toMatchObject([{ constraint: "isArray" }]);
  });

  it("may be left out where it is optional", async () => {
    await expect(call("setLevel")).resolves.toBeUndefined();
  });
});

describe("rules", () => {
  it("hold for a primitive, in class-validator's own words", async () => {
    await expect(call("invite", "a@example.org")).resolves.toBe("a@example.org");
    expect(await issuesOf(call("invite", "x"))).toEqual([
      {
        path: "params[0]",
        constraint: "isLength",
        message: "value must be longer than or equal to 3 characters",
      },
      { path: "params[0]", constraint: "isEmail", message: "value must be an email" },
    ]);
  });

  it("may be asynchronous", async () => {
    expect(await issuesOf(call("invite", "taken@example.org"))).toEqual([
      { path: "params[0]", constraint: "isFree", message: "value is taken" },
    ]);
  });

  it("come after the type, which alone is named when it is wrong", async () => {
    expect(await issuesOf(call("invite", 7))).toMatchObject([{ constraint: "isString" }]);
    expect(await issuesOf(call("inviteAll", ["a@example.org", 7]))).toMatchObject([
      { path: "params[0][1]", constraint: "isString" },
    ]);
  });

  it("with `each` hold for the elements of a list", async () => {
    await expect(call("inviteAll", ["a@example.org"])).resolves.toEqual(["a@example.org"]);
    expect(await issuesOf(call("inviteAll", ["a@example.org", "x"]))).toEqual([
      { path: "params[0]", constraint: "isEmail", message: "each value in value must be an email" },
    ]);
  });

  it("about what is inside the value are told too", async () => {
    expect(await issuesOf(call("nested", { a: 1 }))).toMatchObject([
      { path: "params[0]", constraint: "unknownValue" },
    ]);
  });

  it("do for a type of which TypeScript says nothing", async () => {
    await expect(call("anyOf", "a")).resolves.toBe("a");
    expect(await issuesOf(call("anyOf", "abc"))).toMatchObject([{ constraint: "isLength" }]);
    expect(await issuesOf(call("anyOf", { length: 1 }))).toMatchObject([{ constraint: "isLength" }]);
  });
});

describe("what cannot be meant is refused where it is written:", () => {
  it.each([{}, []])("the enum %j", (values) => {
    expect(() => Param({ enum: values })(Tasks.prototype, "other", 0)).toThrow(
      "its enum has no values; name an enum or a list of values",
    );
  });

  it.each([[["isEmail"]], [[undefined]], ["isEmail"]])("the rules %j", (rules) => {
    expect(() => Param({ rules: rules as never })(Tasks.prototype, "other", 0)).toThrow(
      "its rules are not class-validator's decorators; write rules: [IsEmail()]",
    );
  });
});

it("a type given for a function that names it is refused at boot, with what to write", () => {
  class Dto {
    @Length(1, 2) name!: string;
  }
  @RpcDomain("given")
  class Given {
    @RpcMethod() dto(@Param(Dto as never) _dto: Dto): void {}
    @RpcMethod() text(@Param(String as never) _text: string): void {}
  }
  expect(problemsOf(() => new RPCRouter().register(new Given()))).toEqual([
    "Given.dto, parameter 1: @Param(Dto) takes Dto for a pipe; write @Param(() => Dto)",
    "Given.text, parameter 1: @Param(String) takes String for a pipe; write @Param(() => String)",
  ]);
});
