import { inspect } from "node:util";
import { isArrayBuffer, isMap, isSet } from "node:util/types";
import fc from "fast-check";

/** A text by which two values are the same when nobody could tell them apart. */
export const asSeen = (value: unknown): string =>
  inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity });

const error = fc
  .record({
    kind: fc.constantFrom(Error, TypeError, RangeError),
    message: fc.string(),
    cause: fc.option(fc.anything({ withDate: true, withMap: true, withTypedArray: true, maxDepth: 1 })),
  })
  .map(({ kind, message, cause }) => new kind(message, { cause }));

const bytes = fc.uint8Array({ maxLength: 16 });

/** Buffers, parts of buffers, and views that share one. */
const views = bytes.chain((content) =>
  fc.constantFrom<() => unknown>(
    () => Buffer.from(content),
    () => content.buffer.slice(0),
    () => new DataView(content.buffer.slice(0)),
    () => content.subarray(Math.min(1, content.length)),
    () => [content, new Uint8Array(content.buffer)],
    () => new BigUint64Array(2).fill(BigInt(content.length)),
  ),
);

/** Values of every kind that passes from one node to another. */
export const plainValue: fc.Arbitrary<unknown> = fc.anything({
  maxDepth: 3,
  key: fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom("__proto__", "constructor", "toString", "length"),
  ),
  values: [
    fc.oneof(
      { weight: 4, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.bigInt()) },
      { weight: 1, arbitrary: fc.constantFrom(undefined, null, -0, Number.NaN) },
      { weight: 1, arbitrary: fc.date({ noInvalidDate: false }) },
      { weight: 1, arbitrary: fc.constantFrom("a", "(b)+", "$").map((text) => new RegExp(text, "gi")) },
      { weight: 2, arbitrary: error },
      { weight: 2, arbitrary: views.map((make) => make()) },
    ),
  ],
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
});

/** A value with a part of each kind that cannot be frozen. */
export const changeableValue = (): unknown => ({
  bytes: new Uint8Array([1, 2]),
  buffer: new ArrayBuffer(1),
  at: new Date(1),
  pattern: /a/g,
  map: new Map([[new Date(2), [new Set([new Uint16Array(1)])]]]),
  error: new TypeError("no", { cause: new DataView(new ArrayBuffer(1)) }),
});

/** Changes all that can be changed of a value, as deep as it goes. */
export function spoil(value: unknown, spoiled = new Set<unknown>()): void {
  if (typeof value !== "object" || value === null || spoiled.has(value)) return;
  spoiled.add(value);
  for (const inner of insideOf(value)) spoil(inner, spoiled);
  for (const change of CHANGES) {
    try {
      change(value);
    } catch {
      // It is of another kind, or frozen.
    }
  }
}

function insideOf(value: object): unknown[] {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  if (isMap(value)) return [...value].flat();
  if (isSet(value)) return [...value];
  return Reflect.ownKeys(value).map((key) => Reflect.get(value, key));
}

const CHANGES: readonly ((value: object) => void)[] = [
  (value) => (value as unknown[]).push("spoiled"),
  (value) => {
    for (const key of Reflect.ownKeys(value)) Reflect.set(value, key, "spoiled");
  },
  (value) => Object.defineProperty(value, "spoiled", { value: true, enumerable: true, configurable: true }),
  (value) => {
    for (const key of Reflect.ownKeys(value)) if (key !== "spoiled") Reflect.deleteProperty(value, key);
  },
  (value) => (value as Date).setTime(0),
  (value) => (value as Map<unknown, unknown>).set("spoiled", true),
  (value) => (value as Map<unknown, unknown>).delete([...(value as Map<unknown, unknown>).keys()][0]),
  (value) => (value as Set<unknown>).add("spoiled"),
  (value) => isArrayBuffer(value) && new Uint8Array(value).fill(0xff),
  (value) => (value as RegExp).compile("spoiled"),
  (value) => Object.setPrototypeOf(value, { spoiled: true }),
];
