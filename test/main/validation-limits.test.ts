import { type PayloadLimits, RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { DEFAULT_PAYLOAD_LIMITS } from "../../src/validation/payload-limits.js";

@RpcDomain("probe")
class Probe {
  @RpcMethod() take(@Unchecked() value: unknown): boolean {
    return value !== undefined;
  }
  @RpcMethod({ limits: { maxStringLength: 20 } }) roomy(_text: string): void {}
}

/** Sends one parameter to a router with these limits. */
const take = (value: unknown, limits?: Partial<PayloadLimits>) =>
  new RPCRouter({ ...(limits && { limits }) }).register(new Probe()).route("probe.take", [value]);

const exceeds = (name: string, path: string, limit: number) => ({
  code: "PAYLOAD_TOO_LARGE",
  message: `${path} exceeds ${name} (${limit})`,
  data: { name, path, limit },
});

function nested(levels: number): unknown {
  let value: unknown = "leaf";
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

describe("the default limits", () => {
  it("are what the documentation says", () => {
    expect(DEFAULT_PAYLOAD_LIMITS).toEqual({
      maxDepth: 64,
      maxArrayLength: 100_000,
      maxNodes: 500_000,
      maxStringLength: 16_777_216,
    });
  });

  it.each<[limit: keyof PayloadLimits, most: () => unknown, tooMuch: () => unknown]>([
    ["maxDepth", () => nested(64), () => nested(65)],
    ["maxArrayLength", () => new Array(100_000).fill(0), () => new Array(100_001).fill(0)],
    [
      "maxNodes",
      () => new Array(5).fill(new Array(99_998).fill(0)),
      () => new Array(5).fill(new Array(100_000).fill(0)),
    ],
    ["maxStringLength", () => "x".repeat(16_777_216), () => "x".repeat(16_777_217)],
  ])("hold for %s", async (name, most, tooMuch) => {
    await expect(take(most())).resolves.toBe(true);
    await expect(take(tooMuch())).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE", data: { name } });
  });
});

describe("a limit", () => {
  it("that is given leaves the others as they are", async () => {
    const limits = { maxDepth: 3 };
    await expect(take(nested(4), limits)).rejects.toMatchObject({ data: { name: "maxDepth", limit: 3 } });
    await expect(take("x".repeat(16_777_217), limits)).rejects.toMatchObject({
      data: { name: "maxStringLength" },
    });
  });

  it("holds for functions too", async () => {
    const router = new RPCRouter({ limits: { maxStringLength: 4 } }).register(
      "probe.length",
      (text: string) => text.length,
    );
    await expect(router.route("probe.length", ["four"])).resolves.toBe(4);
    await expect(router.route("probe.length", ["fifth"])).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
    });
  });

  it("says where it was exceeded", async () => {
    const limits = { maxStringLength: 4 };
    await expect(take({ list: ["ok", { text: "longer" }] }, limits)).rejects.toMatchObject(
      exceeds("maxStringLength", "params[0].list[1].text", 4),
    );
  });

  it("of string length holds for keys", async () => {
    await expect(take({ longkey: 1 }, { maxStringLength: 3 })).rejects.toMatchObject(
      exceeds("maxStringLength", "params[0]", 3),
    );
  });

  it("of array length holds for Maps and Sets", async () => {
    const limits = { maxArrayLength: 2 };
    await expect(take(new Set([1, 2]), limits)).resolves.toBe(true);
    await expect(take(new Set([1, 2, 3]), limits)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    const map = (size: number) => new Map(Array.from({ length: size }, (_, key) => [key, key]));
    await expect(take(map(2), limits)).resolves.toBe(true);
    await expect(take(map(3), limits)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  it("of array length counts the holes", async () => {
    await expect(take(new Array(4_000_000_000))).rejects.toMatchObject({
      data: { name: "maxArrayLength" },
    });
  });

  it("looks into Maps, their keys too, and Sets", async () => {
    const limits = { maxStringLength: 3 };
    for (const value of [new Map([["key", "long"]]), new Map([["longkey", 1]]), new Set(["long"])]) {
      await expect(take(value, limits)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    }
  });

  it("of nodes counts every value, and what is shared each time it is met", async () => {
    await expect(take([1, [2, 3]], { maxNodes: 5 })).resolves.toBe(true);
    await expect(take([1, [2, 3]], { maxNodes: 4 })).rejects.toMatchObject({ data: { name: "maxNodes" } });
    let bomb: unknown = "ha";
    for (let level = 0; level < 30; level++) bomb = [bomb, bomb];
    await expect(take(bomb)).rejects.toMatchObject({ data: { name: "maxNodes" } });
  });

  it("of the server is overridden by a method's own", async () => {
    const router = new RPCRouter({ limits: { maxStringLength: 3 } }).register(new Probe());
    await expect(router.route("probe.take", ["four"])).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    await expect(router.route("probe.roomy", ["four"])).resolves.toBeUndefined();
    await expect(router.route("probe.roomy", ["x".repeat(21)])).rejects.toMatchObject({
      data: { limit: 20 },
    });
  });

  it("comes before validation", async () => {
    const router = new RPCRouter({ limits: { maxArrayLength: 1 } }).register(new Probe());
    await expect(router.route("probe.roomy", [[1, 2]])).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });
});

describe("what a clone carries besides elements and members is looked into:", () => {
  const deep = nested(1_000);
  const forged = JSON.parse('{"constructor": {"prototype": {}}}');
  const causes = (levels: number): Error => {
    let error = new Error("innermost");
    for (let level = 0; level < levels; level++) error = new Error("outer", { cause: error });
    return error;
  };
  const listWith = (members: object, list: unknown[] = [1, 2]) => Object.assign(list, members);

  it.each<[what: string, value: unknown, limits: Partial<PayloadLimits>, name: keyof PayloadLimits]>([
    ["a cause's depth", new Error("x", { cause: deep }), {}, "maxDepth"],
    ["a chain of causes", causes(1_000), {}, "maxDepth"],
    ["a cause in a Map in a list", [new Map([["k", new Error("x", { cause: deep })]])], {}, "maxDepth"],
    ["a member of an error", Object.assign(new Error("x"), { deep }), {}, "maxDepth"],
    ["the errors of an AggregateError", new AggregateError([deep]), {}, "maxDepth"],
    ["an error's message", new Error("x".repeat(5_000)), { maxStringLength: 4_000 }, "maxStringLength"],
    ["a member of a list", listWith({ deep }), {}, "maxDepth"],
    ["a member of a list with holes", listWith({ deep }, new Array(3)), {}, "maxDepth"],
    ["a member of an empty list", listWith({ deep }, []), {}, "maxDepth"],
    ["the name of a list's member", listWith({ longer: 1 }), { maxStringLength: 4 }, "maxStringLength"],
    ["many members of a list", listWith({ a: 1, b: 2, c: 3 }), { maxNodes: 5 }, "maxNodes"],
    ["a String object", [new String("longer")], { maxStringLength: 4 }, "maxStringLength"],
    ["a Set's elements", new Set([[deep]]), {}, "maxDepth"],
    [
      "the elements of a Set, before they are looked at",
      new Set("abc"),
      { maxArrayLength: 2 },
      "maxArrayLength",
    ],
  ])("%s", async (_what, value, limits, name) => {
    await expect(take(value, limits)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE", data: { name } });
  });

  it.each<[what: string, value: unknown, path: string]>([
    ["a cause", new Error("x", { cause: forged }), "params[0].cause.constructor"],
    ["a member of an error", Object.assign(new Error("x"), forged), "params[0].constructor"],
    ["a list", listWith(forged), "params[0].constructor"],
    ["a list with a hole for it", listWith(forged, new Array(1)), "params[0].constructor"],
    ["a member of a list", listWith({ a: [forged] }), "params[0].a[0].constructor"],
    ["a key of a Map", new Map([[forged, 1]]), "params[0][0].constructor"],
    ["a Set", new Set([forged]), "params[0][0].constructor"],
  ])("a prototype's key in %s", async (_what, value, path) => {
    await expect(take(value)).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      data: { issues: [{ path, constraint: "prototypeKey" }] },
    });
  });

  it("but a Map's key is data, whatever it is called, and so are an error, holes and a list's member", async () => {
    const keys = new Map(["__proto__", "constructor", "prototype"].map((key) => [key, key]));
    const list = listWith({ index: 0 }, [1, undefined, 3]);
    delete list[0];
    await expect(take([keys, causes(3), list, new Array(4), new String("text")])).resolves.toBe(true);
  });

  it("an error that is its own cause is followed once", async () => {
    const error = new Error("again");
    error.cause = [error];
    await expect(take(error)).resolves.toBe(true);
  });
});

describe("a cycle", () => {
  it("is followed once, and taken where nothing is checked", async () => {
    const cycle: Record<string, unknown> = { list: [] };
    cycle.self = cycle;
    (cycle.list as unknown[]).push(cycle);
    await expect(take(cycle)).resolves.toBe(true);
  });

  it("through a Map and a Set is one too", async () => {
    const map = new Map<unknown, unknown>();
    map.set("set", new Set([map]));
    map.set(map, map);
    await expect(take(map)).resolves.toBe(true);
  });
});

it("the bytes of a typed array are no nodes", async () => {
  await expect(take(new Uint8Array(1_000_000), { maxNodes: 1, maxArrayLength: 1 })).resolves.toBe(true);
});
