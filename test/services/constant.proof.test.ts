import fc from "fast-check";
import { decodeValue, encodeValue } from "../../services/database/stored-value.js";
import { constantOf, withConstants } from "../../services/values/constant.js";
import { sized } from "../support/sized.js";
import { asSeen, changeableValue, plainValue, spoil } from "./support/plain-values.js";
import { rejection } from "./support/rejection.js";

const RUNS = sized({ small: 100, ci: 500, full: 5000 });

it("is what a structured clone is, before and after it is kept", () => {
  fc.assert(
    fc.property(plainValue, (value) => {
      const constant = constantOf(value, "value");
      expect(asSeen(constant)).toBe(asSeen(decodeValue(encodeValue(value))));
      expect(asSeen(decodeValue(encodeValue(constant)))).toBe(asSeen(constant));
    }),
    { numRuns: RUNS, examples: [[changeableValue()]] },
  );
});

it("is changed by nobody who has another copy, nor by the one who gave it", () => {
  fc.assert(
    fc.property(plainValue, (generated) => {
      const value = structuredClone(generated);
      const kept = constantOf(value, "value");
      const seen = asSeen(kept);
      spoil(value);
      spoil(constantOf(kept, "value"));
      spoil(withConstants({ value: kept }, "values").value);
      expect(asSeen(kept)).toBe(seen);
    }),
    { numRuns: RUNS, examples: [[changeableValue()]] },
  );
});

it("is copied once, and shared from then on", () => {
  const rows = constantOf([{ a: 1, b: [null, "x", 2n] }, new TypeError("no")], "rows");

  expect(constantOf(rows, "rows")).toBe(rows);
  expect(constantOf({ rows }, "value").rows).toBe(rows);
  expect(constantOf([rows[0], new Date(0)], "value")[0]).toBe(rows[0]);
  expect(withConstants({ rows }, "value").rows).toBe(rows);
});

it("copies again what cannot be frozen", () => {
  const value = constantOf(
    { bytes: Buffer.from("abc"), at: new Date(1), map: new Map([["k", [1]]]) },
    "value",
  );
  const other = constantOf(value, "value");

  expect(other).toEqual(value);
  for (const part of ["bytes", "at", "map"] as const) expect(other[part]).not.toBe(value[part]);
  expect(other.map.get("k")).toBe(value.map.get("k"));
  expect(value.bytes.constructor).toBe(Uint8Array);
});

it("keeps what is shared and what goes round in a circle", () => {
  const shared = { n: 1 };
  const circle: Record<string, unknown> = { shared, again: shared, bytes: new Uint8Array(1) };
  circle.self = circle;
  const copy = constantOf(circle, "value");

  expect(copy.again).toBe(copy.shared);
  expect(copy.self).toBe(copy);
  spoil(constantOf(copy, "value"));
  expect(copy).toMatchObject({ shared: { n: 1 }, bytes: new Uint8Array(1) });
});

it("knows what can be changed also where it was met before", () => {
  const bytes = new Uint8Array(1);
  const circle: Record<string, unknown> = { inner: {}, bytes };
  circle.inner = { circle };
  const twice = { bytes };
  for (const value of [
    circle,
    [twice, { inner: twice }][1],
    constantOf([twice, { inner: twice }], "list")[1],
  ]) {
    const kept = constantOf({ value }, "kept");
    const seen = asSeen(kept);
    spoil(constantOf((kept.value as { inner: unknown }).inner, "inner"));
    expect(asSeen(kept)).toBe(seen);
  }
});

it("leaves out what is not a part of the data", () => {
  class Point {
    constructor(readonly x: number) {}
  }
  const list = Object.assign(new Array(3), { 0: 1, 2: 3, name: "rest" });
  const hidden = Object.defineProperty({ a: 1, [Symbol("s")]: 2 }, "b", { value: 3 });
  const made = constantOf({ list, hidden, point: new Point(1), bare: Object.create(null) }, "value");

  expect(Reflect.ownKeys(made.list)).toEqual(["0", "1", "2", "length"]);
  expect(Reflect.ownKeys(made.hidden)).toEqual(["a"]);
  expect(Object.getPrototypeOf(made.point)).toBe(Object.prototype);
  expect(Object.getPrototypeOf(made.bare)).toBe(Object.prototype);
});

it("asks nothing of names that every object inherits", () => {
  const value = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 1, "toString": [] }');
  const copy = constantOf(value, "value");

  expect(Object.entries(copy)).toEqual(Object.entries(value));
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});

it("does not take an error that is its own cause, which could be kept but not read again", async () => {
  const circle: Record<string, unknown> = {};
  circle.error = new Error("no", { cause: circle });

  expect(await rejection((async () => constantOf(circle, "value"))())).toMatchObject({
    data: { path: "value.error.cause" },
  });
  const own = new Error("no");
  own.cause = [own];
  expect(await rejection((async () => constantOf({ own }, "value"))())).toMatchObject({
    data: { path: "value.own.cause[0]" },
  });
});

it("copies what several errors have as their cause once, however much it is, and long chains of causes", () => {
  const cause = { text: "x".repeat(1_000_000) };
  const errors = Array.from({ length: 300 }, () => new RangeError("no", { cause }));
  const copies = constantOf(errors, "value");
  expect(copies[0]?.cause).toBe(copies[299]?.cause);
  expect(copies[0]).toMatchObject({ name: "RangeError", message: "no", stack: errors[0]?.stack });

  let chain = new Error("0");
  for (let n = 1; n < 1000; n++) chain = new Error(String(n), { cause: chain });
  expect((constantOf(chain, "value").cause as Error).message).toBe("998");
});

it("counts what is in a value as often as it is there, also from one time to the next", async () => {
  const refusal = async (make: (inner: unknown) => unknown, value: unknown) => {
    let inner: unknown = value;
    for (let n = 0; n < 40; n++) inner = make(inner);
    return rejection((async () => constantOf(inner, "value"))());
  };
  const twice = (inner: unknown) => ({ a: inner, b: inner });
  expect(await refusal(twice, 1)).toMatchObject({
    message: expect.stringContaining("more than 8388608 values"),
  });
  expect(await refusal(twice, new Date(0))).toMatchObject({ code: "NOT_SERIALIZABLE" });
  // Each is a constant when the next is made.
  expect(
    await refusal((inner) => constantOf(twice(inner), "value"), 1).catch((error) => error),
  ).toMatchObject({
    message: expect.stringContaining("more than 8388608 values"),
  });
  expect(await refusal((inner) => [inner], new Array(9_000_000))).toMatchObject({ code: "NOT_SERIALIZABLE" });
});

it("repeats a place as far as a person reads", async () => {
  let deep: unknown = () => {};
  for (let n = 0; n < 500; n++) deep = { inside: deep };
  expect((await rejection((async () => constantOf(deep, "value"))())).message.length).toBeLessThan(300);
});

it("takes what the language knows of an object, whatever properties that has", () => {
  const bytes = Object.defineProperties(new Uint8Array([1, 2, 3]), {
    byteLength: { value: 1 },
    buffer: { value: new ArrayBuffer(64) },
    [Symbol.toStringTag]: { value: "Float32Array" },
  });
  expect(constantOf(bytes, "value")).toEqual(new Uint8Array([1, 2, 3]));
  const view = Object.defineProperty(new DataView(new ArrayBuffer(4), 1), "byteOffset", { value: 0 });
  expect((constantOf(view, "value") as DataView).byteLength).toBe(3);
  const pattern = Object.defineProperties(/a+/gi, { source: { value: "b" }, flags: { value: "q" } });
  expect(RegExp.prototype.toString.call(constantOf(pattern, "value"))).toBe("/a+/gi");
});

it("refuses bytes whose memory is gone", async () => {
  const gone = new Uint8Array(8);
  const view = new DataView(gone.buffer);
  const { buffer } = gone;
  structuredClone(buffer, { transfer: [buffer] });
  for (const value of [gone, view, buffer]) {
    expect(await rejection((async () => constantOf({ value }, "value"))())).toMatchObject({
      code: "NOT_SERIALIZABLE",
    });
  }
});

class WithMethod {
  act() {}
}

describe("is not made of what could act", () => {
  let acted: boolean;
  beforeEach(() => {
    acted = false;
  });
  const act = () => {
    acted = true;
    return 1;
  };

  it.each<[string, unknown]>([
    ["value", act],
    ["value.save", { save: act }],
    ["value[1].x", [0, { x: Symbol("s") }]],
    ["value.x", Object.defineProperty({}, "x", { get: act, enumerable: true })],
    ["value[0]", Object.defineProperty([], 0, { get: act, enumerable: true })],
    ["value.x", { x: new Proxy({}, { get: act, ownKeys: () => [String(act())] }) }],
    ["value[0]", [new Proxy([], { get: act })]],
    ["value", Object.create(new Proxy({}, { getPrototypeOf: () => ({ acted: act() }) }))],
    ["value.x", { x: new WithMethod() }],
    ["value.x", { x: Promise.resolve() }],
    ["value.x", { x: new WeakMap() }],
    ["value.x", { x: new String("x") }],
    ["value.x", { x: new URL("https://example.org") }],
    ["value.x", { x: new SharedArrayBuffer(1) }],
    ["value[0]", new Map([[act, 1]])],
    ["value[1]", new Set([1, act])],
    ["value.x.cause", { x: new Error("no", { cause: act }) }],
    ["value.x.cause", { x: Object.defineProperty(new Error("no"), "cause", { get: act }) }],
  ])("at %s: %#", async (path, value) => {
    const error = await rejection((async () => constantOf(value, "value"))());

    expect(error).toMatchObject({ code: "NOT_SERIALIZABLE", data: { path } });
    expect(error.message).toContain(`${path} is not plain data: `);
    expect(acted).toBe(false);
  });
});

it("does not nest without end", async () => {
  let deep: unknown[] = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];

  expect(await rejection((async () => constantOf(deep, "value"))())).toMatchObject({
    code: "NOT_SERIALIZABLE",
  });
});
