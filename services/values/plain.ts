import { isArrayBuffer, isProxy } from "node:util/types";
import { decodeValue, encodeValue } from "../database/stored-value.js";

/** Something that is not plain data was met, somewhere in a value. */
export class NotPlain extends Error {
  /** The way to it, e.g. `.user.save`. */
  place = "";

  /** @param reason What it is. */
  constructor(readonly reason: string) {
    super(reason);
  }

  /** The same, seen from one level further out. */
  inside(place: string | number): this {
    this.place = (typeof place === "number" ? `[${place}]` : `.${place}`) + this.place;
    return this;
  }
}

/** Of the language's own, though TypeScript does not know it. */
interface WithLookup {
  __lookupGetter__(this: object, name: PropertyKey): (() => unknown) | undefined;
}

const { __lookupGetter__: lookupGetter } = Object.prototype as unknown as WithLookup;

/** The function that answers when a property is read. A descriptor would tell as well, at several times the cost. */
export const getterOf = (object: object, name: PropertyKey): (() => unknown) | undefined =>
  lookupGetter.call(object, name);

/** Whether an object's classes add nothing to it, so that it is as good as without them. */
export function hasNoMethods(object: object): boolean {
  for (let at = Object.getPrototypeOf(object); at !== null; at = Object.getPrototypeOf(at)) {
    if (isProxy(at)) return false;
    // The prototype of all objects, of whichever realm.
    if (Object.getPrototypeOf(at) === null && Object.hasOwn(at, "isPrototypeOf")) return true;
    if (Reflect.ownKeys(at).some((key) => key !== "constructor")) return false;
  }
  return true;
}

type ViewClass = new (bytes: ArrayBuffer) => ArrayBufferView;

const VIEW_CLASSES: readonly ViewClass[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];

const VIEWS = new Map(VIEW_CLASSES.map((View) => [View.name, View]));

/** Bytes of their own, in a view of the same kind; Buffers become `Uint8Array`s. */
export function plainBytes(source: ArrayBuffer | ArrayBufferView): ArrayBuffer | ArrayBufferView {
  if (isArrayBuffer(source)) return ArrayBuffer.prototype.slice.call(source, 0);
  const kind = Object.prototype.toString.call(source).slice(8, -1);
  const View = VIEWS.get(kind);
  if (View === undefined) throw new NotPlain(kind);
  return new View(new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer);
}

/**
 * What is left of an error once it is kept: its kind, message, stack and cause. What V8 cannot read again, an error
 * that is its own cause by whatever way, is refused.
 */
export function plainError(source: Error): Error {
  try {
    return decodeValue(encodeValue(source)) as Error;
  } catch {
    throw new NotPlain("an Error that cannot be kept");
  }
}
