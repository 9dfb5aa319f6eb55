import { types } from "node:util";
import { isPlatformObject } from "./platform-objects.js";
import { proxyFunction } from "./proxy-function.js";
import { proxyPromise } from "./proxy-promise.js";
import { serialize } from "./serialize.js";
import type { World } from "./world.js";

/** One passage from a world to another; `copies` keeps one value one value within it (object_cache.cc). */
export interface Crossing {
  readonly from: World;
  readonly to: World;
  readonly copies: Map<unknown, unknown>;
}

const maxRecursion = 1000;

/**
 * What `value` becomes in the other world (PassValueToOtherContextInner). Objects and arrays are copied,
 * functions and promises get a proxy, an error is made anew from its message, everything else is cloned.
 * @param receiver the object `value` was read from: the `this` of a function
 * @throws what cannot cross, as Electron words it
 */
export function passValue(value: unknown, crossing: Crossing, receiver: unknown, depth = 0): unknown {
  if (depth >= maxRecursion) {
    throw new TypeError(
      "Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.",
    );
  }
  // Symbols are primitives, so they cross (and only fail later, at the process hop).
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return value;
  if (crossing.copies.has(value)) return crossing.copies.get(value);
  if (typeof value === "function") return proxyFunction(value, crossing, receiver);
  if (types.isPromise(value)) return proxyPromise(value, crossing);
  if (types.isNativeError(value)) return new Error(messageOf(value));
  // A Blob gets a new wrapper around the same data, so the data does not tell the difference.
  if (value instanceof Blob) return value;
  if (isPlainArray(value)) return copyArray(value, crossing, depth);
  if (isPlainObject(value)) return copyObject(value, crossing, depth + 1);

  const clone = serialize(value);
  crossing.copies.set(value, clone);
  return clone;
}

// An error's class, name, code, cause and own properties are lost; only a string message is read.
function messageOf(error: Error): string {
  return typeof error.message === "string" ? error.message : `Uncaught ${String(error)}`;
}

// A JS Proxy is neither a plain array nor a plain object to V8, so it goes to the serializer, which throws.
const isPlainArray = (value: object): value is unknown[] => Array.isArray(value) && !types.isProxy(value);

// The copy is remembered after its items, so an array that contains itself runs into the depth limit.
function copyArray(source: unknown[], crossing: Crossing, depth: number): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < source.length; index++) {
    copy.push(passValue(source[index], crossing, source, depth + 1));
  }
  crossing.copies.set(source, copy);
  return copy;
}

// IsPlainObject: anything V8 has no special kind for, class instances and platform objects included.
const isPlainObject = (value: object): boolean =>
  !(
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    value instanceof WebAssembly.Module ||
    value instanceof WebAssembly.Memory ||
    [
      types.isProxy,
      types.isDate,
      types.isRegExp,
      types.isMap,
      types.isSet,
      types.isAnyArrayBuffer,
      types.isBoxedPrimitive,
      types.isArgumentsObject,
      types.isMapIterator,
      types.isSetIterator,
      types.isWeakMap,
      types.isWeakSet,
      types.isGeneratorObject,
      types.isModuleNamespaceObject,
    ].some((isKind) => isKind(value))
  );

// CreateProxyForAPI: own enumerable properties, symbol keys too, read once; the prototype is dropped.
// It adds to the depth again, so objects may nest half as deep as arrays.
function copyObject(source: object, crossing: Crossing, depth: number): object {
  const copy = {};
  crossing.copies.set(source, copy);
  for (const key of enumerableKeys(source)) {
    const value = passValue(Reflect.get(source, key), crossing, source, depth + 1);
    Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

// The symbol keys of Node's platform objects are Node's own implementation; a browser's have none.
const enumerableKeys = (source: object): PropertyKey[] =>
  isPlatformObject(source)
    ? Object.keys(source)
    : Reflect.ownKeys(source).filter((key) => Object.prototype.propertyIsEnumerable.call(source, key));
