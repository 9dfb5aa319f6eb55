import { runInNewContext } from "node:vm";
import { Type } from "class-transformer";
import { IsDate, IsString } from "class-validator";
import { Call, Param, type RpcCall, RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { issuesOf } from "./support/issues.js";

class Page {
  @IsString() cursor!: string;
}

class Since {
  @IsDate() @Type(() => Date) at!: Date;
}

@RpcDomain("probe")
class Probe {
  @RpcMethod() none(): void {}
  @RpcMethod() noneTravels(@Call() _call: RpcCall, signal: AbortSignal): boolean {
    return signal instanceof AbortSignal;
  }
  @RpcMethod() two(_a: string, _b: number): void {}
  @RpcMethod() optional(a: string, @Param({ optional: true }) b?: number): unknown {
    return [a, b];
  }
  @RpcMethod() optionalDto(@Param({ optional: true }) page?: Page): unknown {
    return page;
  }
  @RpcMethod() pageAt(_page: Page, @Param({ optional: true }) at?: number): unknown {
    return [at];
  }
  @RpcMethod() since(_since: Since): void {}
  @RpcMethod() byDefault(a = "default", @Call() _call?: RpcCall): unknown {
    return a;
  }
  @RpcMethod() unchecked(@Unchecked() value?: unknown): unknown {
    return [value];
  }
  @RpcMethod() required(@Unchecked({ optional: false }) value: unknown): unknown {
    return [value];
  }
  @RpcMethod() around(
    @Call() _call: RpcCall,
    a: string,
    @Call() _again: RpcCall,
    b: string,
    signal: AbortSignal,
  ) {
    return [a, b, signal instanceof AbortSignal];
  }
}

// A compiler infers the type of a parameter with a default; by hand, it is the same everywhere.
Reflect.defineMetadata("design:paramtypes", [String, Object], Probe.prototype, "byDefault");

const router = new RPCRouter().register(new Probe());
const send = (method: string, params?: unknown[] | object) =>
  router.route(`probe.${method}`, params as never);

it("null for an optional parameter is absent too where another takes a closer look", async () => {
  const page = runInNewContext('({ cursor: "a" })');
  await expect(send("pageAt", [page, null])).resolves.toEqual([undefined]);
});

it("what cannot be converted is the caller's mistake", async () => {
  expect(await issuesOf(send("since", [{ at: 1n }]))).toMatchObject([
    { path: "params[0]", constraint: "isReadable" },
  ]);
});

describe("a required parameter", () => {
  it("that is missing is named, and so is every other", async () => {
    expect(await issuesOf(send("two"))).toEqual([
      { path: "params[0]", constraint: "isDefined", message: "is missing" },
      { path: "params[1]", constraint: "isDefined", message: "is missing" },
    ]);
  });

  it("may not be undefined or null", async () => {
    expect(await issuesOf(send("two", [undefined, null]))).toEqual([
      { path: "params[0]", constraint: "isDefined", message: "is missing" },
      { path: "params[1]", constraint: "isDefined", message: "must not be null" },
    ]);
  });
});

describe("a parameter too many", () => {
  it("is refused, with how many the method takes", async () => {
    expect(await issuesOf(send("two", ["a", 1, undefined, "d"]))).toEqual([
      { path: "params[2]", constraint: "unexpected", message: "must be left out: the method takes 2" },
      { path: "params[3]", constraint: "unexpected", message: "must be left out: the method takes 2" },
    ]);
  });

  it.each<[params: string, unknown[] | object]>([
    ["an object with members", { a: 1 }],
    ["an empty object in the list", [{}]],
    ["an empty Map", new Map()],
  ])("is what %s is where there are no arguments", async (_params, params) => {
    expect(await issuesOf(send("none", params))).toEqual([
      { path: "params[0]", constraint: "unexpected", message: "must be left out: the method takes 0" },
    ]);
  });
});

describe("an empty object in the place of the list", () => {
  it("is no arguments to a method that takes none", async () => {
    await expect(send("none", {})).resolves.toBeUndefined();
    await expect(send("noneTravels", {})).resolves.toBe(true);
  });

  it("is the one argument of any other", async () => {
    expect(await issuesOf(send("optionalDto", {}))).toMatchObject([{ path: "params[0].cursor" }]);
    await expect(send("unchecked", {})).resolves.toEqual([{}]);
  });
});

describe("an optional parameter", () => {
  it.each([[[]], [[undefined]], [[null]]])("takes %j, and the handler gets undefined", async (rest) => {
    await expect(send("optional", ["a", ...rest])).resolves.toEqual(["a", undefined]);
    await expect(send("optionalDto", rest)).resolves.toBeUndefined();
  });

  it("is checked when it is there", async () => {
    expect(await issuesOf(send("optional", ["a", "b"]))).toEqual([
      { path: "params[1]", constraint: "isNumber", message: "must be a finite number" },
    ]);
    expect(await issuesOf(send("optionalDto", [{}]))).toMatchObject([{ path: "params[0].cursor" }]);
  });

  it.each([[[]], [[undefined]], [[null]]])(
    "is one with a default, which %j leaves in place",
    async (params) => {
      await expect(send("byDefault", params)).resolves.toBe("default");
    },
  );

  it("with a default is checked when it is there", async () => {
    await expect(send("byDefault", ["given"])).resolves.toBe("given");
    expect(await issuesOf(send("byDefault", [7]))).toMatchObject([{ constraint: "isString" }]);
  });
});

describe("an @Unchecked() parameter", () => {
  it.each([null, 0, "", [1], { a: { b: 1 } }, new Map([[1, 2]])])("takes %p as it is", async (value) => {
    await expect(send("unchecked", [value])).resolves.toEqual([value]);
  });

  it("may be absent unless it says otherwise", async () => {
    await expect(send("unchecked")).resolves.toEqual([undefined]);
    expect(await issuesOf(send("required"))).toEqual([
      { path: "params[0]", constraint: "isDefined", message: "is missing" },
    ]);
  });

  it("hands on the very object it was given", async () => {
    const value = { name: "Ada" };
    expect(((await send("unchecked", [value])) as unknown[])[0]).toBe(value);
  });
});

describe("@Call() and AbortSignal parameters", () => {
  it("take no place on the wire, wherever they stand", async () => {
    await expect(send("around", ["a", "b"])).resolves.toEqual(["a", "b", true]);
  });

  it("do not move the paths of the others", async () => {
    expect(await issuesOf(send("around", ["a", 7, "c"]))).toMatchObject([
      { path: "params[1]", constraint: "isString" },
      { path: "params[2]", constraint: "unexpected" },
    ]);
  });
});

describe("an INVALID_PARAMS error", () => {
  it("says the first issue and how many more there are", async () => {
    await expect(send("two")).rejects.toThrow("Invalid params: params[0]: is missing (and 1 more)");
    await expect(send("two", ["a"])).rejects.toThrow(/^Invalid params: params\[1\]: is missing$/);
  });

  it("carries no more than 100 issues, or its reply would be longer than the request", async () => {
    const call = send("none", new Array(5_000).fill(0));
    expect(await issuesOf(call)).toHaveLength(100);
    await expect(call).rejects.toThrow("(and 4999 more)");
  });
});
