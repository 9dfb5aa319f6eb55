/**
 * How a value passes from one world to the other. Every rule is that of Electron
 * `shell/renderer/api/electron_api_context_bridge.cc`, PassValueToOtherContextInner and CreateProxyForAPI.
 */
import { NOT_CLONEABLE } from "../structured-clone-codec.js";

/** A value on its way: a tree that a real structured clone can carry. */
export type Packed =
  | { kind: "value"; value: unknown }
  | { kind: "symbol"; description: string | undefined; registered: boolean }
  | { kind: "seen"; cell: number }
  | { kind: "function"; cell: number; id: number }
  | { kind: "original"; id: number }
  | { kind: "promise"; cell: number; id: number }
  | { kind: "error"; message: string }
  | { kind: "array"; cell: number; items: Packed[] }
  | { kind: "object"; cell: number; entries: [key: Packed, value: Packed][] };

export type AnyFunction = (...args: unknown[]) => unknown;

/** What the sending world keeps: only a number of it crosses. */
export interface Sender {
  keepFunction(value: AnyFunction, receiver: unknown): { kind: "function" | "original"; id: number };
  keepPromise(value: Promise<unknown>): number;
  isProxyObject(value: object): boolean;
}

/** What the receiving world makes of the numbers. */
export interface Receiver {
  proxyFunction(id: number): AnyFunction;
  originalFunction(id: number): AnyFunction;
  proxyPromise(id: number): Promise<unknown>;
}

const MAX_RECURSION = 1000;

/** Objects that are no plain ones to IsPlainObject, or that it is not asked about. */
const NOT_PLAIN: readonly { [Symbol.hasInstance](value: unknown): boolean }[] = [
  ...[Boolean, Number, String, Symbol, BigInt, Date, RegExp, Map, Set, WeakMap, WeakSet, ArrayBuffer],
  ...[WebAssembly.Module, WebAssembly.Memory, Blob, Element],
];
const NOT_PLAIN_TAGS = /^(Generator|AsyncGenerator|Map Iterator|Set Iterator|Arguments|Module)$/;

/** Packs values that share one cache, as all the arguments of one call do: what is seen twice crosses once. */
export function createPacker(sender: Sender): (value: unknown) => Packed {
  const cells = new Map<unknown, number>();
  const newCell = (value: unknown) => {
    cells.set(value, cells.size);
    return cells.size - 1;
  };

  const pack = (value: unknown, parent: unknown, depth: number): Packed => {
    if (depth >= MAX_RECURSION) {
      throw new TypeError(
        "Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.",
      );
    }
    if (typeof value === "symbol") {
      const key = Symbol.keyFor(value);
      return { kind: "symbol", description: key ?? value.description, registered: key !== undefined };
    }
    if (value === null || (typeof value !== "object" && typeof value !== "function")) {
      return { kind: "value", value };
    }
    const seen = cells.get(value);
    if (seen !== undefined) return { kind: "seen", cell: seen };
    if (typeof value === "function") {
      const { kind, id } = sender.keepFunction(value as AnyFunction, parent);
      return kind === "original" ? { kind, id } : { kind, id, cell: newCell(value) };
    }
    // V8 takes a JS Proxy neither for a promise, an error, an array nor a plain object.
    if (sender.isProxyObject(value)) return serialize(value);
    if (value instanceof Promise) {
      return { kind: "promise", cell: newCell(value), id: sender.keepPromise(value) };
    }
    // A DOMException is no native error to V8: it crosses as an object without properties.
    if (value instanceof Error && !(value instanceof DOMException)) {
      const { message } = value;
      return { kind: "error", message: typeof message === "string" ? message : `Uncaught ${value}` };
    }
    if (Array.isArray(value)) {
      const items = Array.from(value, (item) => pack(item, value, depth + 1));
      // Cached after its items, unlike an object: an array that contains itself runs into the depth limit.
      return { kind: "array", cell: newCell(value), items };
    }
    if (isPlainObject(value)) {
      const cell = newCell(value);
      const isEnumerable = Object.prototype.propertyIsEnumerable;
      const keys = Reflect.ownKeys(value).filter((key) => isEnumerable.call(value, key));
      const entries = keys.map((key): [Packed, Packed] => [
        pack(key, value, depth),
        pack(Reflect.get(value, key), value, depth + 2),
      ]);
      return { kind: "object", cell, entries };
    }
    return serialize(value);
  };

  return (value) => pack(value, globalThis, 0);
}

const isPlainObject = (value: object): boolean =>
  !ArrayBuffer.isView(value) &&
  !NOT_PLAIN.some((type) => value instanceof type) &&
  !NOT_PLAIN_TAGS.test(Object.prototype.toString.call(value).slice(8, -1));

function serialize(value: object): Packed {
  try {
    return { kind: "value", value: structuredClone(value) };
  } catch {
    throw new Error(NOT_CLONEABLE);
  }
}

/** Rebuilds values packed by one packer. */
export function createUnpacker(receiver: Receiver): (packed: Packed) => unknown {
  const cells = new Map<number, unknown>();
  const keep = <Value>(cell: number, value: Value): Value => {
    cells.set(cell, value);
    return value;
  };

  const unpack = (packed: Packed): unknown => {
    switch (packed.kind) {
      case "value":
        return packed.value;
      case "symbol":
        return packed.registered ? Symbol.for(packed.description ?? "") : Symbol(packed.description);
      case "seen":
        return cells.get(packed.cell);
      case "function":
        return keep(packed.cell, receiver.proxyFunction(packed.id));
      case "original":
        return receiver.originalFunction(packed.id);
      case "promise":
        return keep(packed.cell, receiver.proxyPromise(packed.id));
      case "error":
        return new Error(packed.message);
      case "array":
        return keep(packed.cell, packed.items.map(unpack));
      case "object": {
        const target = keep(packed.cell, {});
        for (const [key, value] of packed.entries) {
          // Not an assignment: a key named "__proto__" must not become the prototype.
          Object.defineProperty(target, unpack(key) as PropertyKey, {
            value: unpack(value),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        return target;
      }
    }
  };
  return unpack;
}
