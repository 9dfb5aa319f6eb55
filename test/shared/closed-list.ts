import { isProxy } from "node:util/types";

const PRIMITIVES = new Set(["undefined", "boolean", "number", "bigint", "string"]);

/** Classes whose instances are data, with the members of their own that an instance may have. */
const CLASSES = new Map<unknown, RegExp>([
  [Object.prototype, /^/],
  [null, /^/],
  [Array.prototype, /^(length|\d+)$/],
  [Map.prototype, /^$/],
  [Set.prototype, /^$/],
  [Date.prototype, /^$/],
  [RegExp.prototype, /^lastIndex$/],
  [ArrayBuffer.prototype, /^$/],
  [DataView.prototype, /^$/],
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array].map(viewOf),
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array].map(viewOf),
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    ({ prototype }): [unknown, RegExp] => [prototype, /^(message|stack|cause|name)$/],
  ),
]);

function viewOf({ prototype }: { prototype: unknown }): [unknown, RegExp] {
  return [prototype, /^\d+$/];
}

/** @throws Error naming what of a value, at any depth, is not on the list of what a frame may become. */
export function assertData(value: unknown, place = "value", seen = new Set<object>()): void {
  if (value === null || PRIMITIVES.has(typeof value)) return;
  if (typeof value !== "object" || isProxy(value))
    throw new Error(`${place} is a ${typeof value} or a Proxy`);
  if (seen.has(value)) return;
  seen.add(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const members = CLASSES.get(prototype);
  if (members === undefined) throw new Error(`${place} is of the class ${value.constructor?.name}`);
  const items = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : [];
  for (const [index, item] of items.entries()) assertData(item, `${place}<${index}>`, seen);
  if (ArrayBuffer.isView(value)) return;
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    if (typeof key === "symbol" || !members.test(key))
      throw new Error(`${place} has the member ${String(key)}`);
    // An error's stack is the language's own affair.
    if (prototype !== Object.prototype && key === "stack") continue;
    if (!("value" in property)) throw new Error(`${place}.${key} is an accessor`);
    assertData(property.value, `${place}.${key}`, seen);
  }
}
