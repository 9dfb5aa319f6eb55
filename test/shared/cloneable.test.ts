import { findLostInJson, findUncloneable } from "../../src/shared/cloneable.js";

const clone = (value: unknown) => findUncloneable(value, "result");
const json = (value: unknown) => findLostInJson(value, "result");

class User {
  name = "Ada";
  greet(): string {
    return this.name;
  }
}

describe("what structured clone carries has no path", () => {
  it.each<[what: string, value: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["numbers that JSON lacks", [Number.NaN, -0, Number.POSITIVE_INFINITY, 1n]],
    ["a Date and a RegExp", [new Date(0), /x/g]],
    ["an error", new Error("x")],
    ["a Map and a Set", [new Map([[{ k: 1 }, new Set([1])]])]],
    ["bytes", [new Uint8Array(1), new Float64Array(1), new ArrayBuffer(1), new DataView(new ArrayBuffer(1))]],
    ["boxed primitives", [Object(1), Object("s"), Object(true)]],
    ["a hole in an array", new Array(2)],
    ["an instance, whose methods are its prototype's", new User()],
    ["an object without a prototype", Object.create(null)],
    ["a function under a symbol, which no clone copies", { [Symbol("x")]: () => {} }],
  ])("%s", (_what, value) => {
    expect(clone(value)).toBeUndefined();
    expect(() => structuredClone(value)).not.toThrow();
  });
});

describe("the path to what cannot be cloned", () => {
  it.each<[path: string, value: unknown]>([
    ["result: function", () => {}],
    ["result: symbol", Symbol("s")],
    ["result.user.save: function", { user: { name: "Ada", save: () => {} } }],
    ["result[2].x: function", [1, 2, { x: () => {} }]],
    ["result.get(key): function", new Map([["key", () => {}]])],
    ["result.get(Symbol(k)): symbol", new Map([[Symbol("k"), 1]])],
    ["result.get(object).f: function", new Map([[{ f: () => {} }, 1]])],
    ["result[1]: function", new Set([1, () => {}])],
    ["result.pending: Promise", { pending: Promise.resolve() }],
    ["result: WeakMap", new WeakMap()],
    ["result.signal: AbortSignal", { signal: AbortSignal.abort() }],
    ["result.memory: SharedArrayBuffer", { memory: new SharedArrayBuffer(1) }],
    ["result.greet: function", Object.assign(new User(), { greet: () => "own" })],
  ])("%s", (path, value) => {
    expect(clone(value)).toBe(path);
  });

  it("is the first one met", () => {
    expect(clone({ a: 1, b: { c: () => {} }, d: () => {} })).toBe("result.b.c: function");
  });
});

describe("a search ends", () => {
  it("in a cycle, which is no part of the path", () => {
    const cycle: Record<string, unknown> = { name: "loop" };
    cycle.self = cycle;
    expect(clone(cycle)).toBeUndefined();
    cycle.last = () => {};
    expect(clone(cycle)).toBe("result.last: function");
  });

  it("among references shared so often that all ways through them were without number", () => {
    let shared: unknown = { leaf: true };
    for (let level = 0; level < 64; level++) shared = [shared, shared, shared];
    expect(clone(shared)).toBeUndefined();
  });

  it("where the nesting is deeper than the stack", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(clone(deep)).toBe("result: nested too deeply");
  });
});

describe("a platform's own refusals", () => {
  it("are asked of every object before it is looked into", () => {
    const probe = { object: (value: object) => (value instanceof User ? "User" : undefined) };
    expect(findUncloneable({ by: new User() }, "result", probe)).toBe("result.by: User");
  });

  it("are asked of an instance after all it holds was found in order", () => {
    const probe = { instance: () => "native object" };
    expect(findUncloneable([new User()], "result", probe)).toBe("result[0]: native object");
    expect(findUncloneable({ plain: true }, "result", probe)).toBeUndefined();
  });
});

describe("what JSON would lose in silence", () => {
  it.each<[path: string, value: unknown]>([
    ["result.map: Map", { map: new Map() }],
    ["result[0]: Set", [new Set()]],
    ["result: bigint", 1n],
    ["result: RegExp", /x/],
    ["result.error: Error", { error: new TypeError("x") }],
    ["result.bytes: Uint8Array", { bytes: new Uint8Array(1) }],
    ["result: ArrayBuffer", new ArrayBuffer(1)],
    ["result.f: function", { f: () => {} }],
  ])("%s", (path, value) => {
    expect(json(value)).toBe(path);
  });

  it("is not what JSON has words for: dates as text, NaN as null, undefined as absence", () => {
    expect(json([new Date(0), Number.NaN, { a: undefined }, null, new User()])).toBeUndefined();
  });
});
