import { isArrayBuffer, isProxy } from "node:util/types";

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

/** What the language itself knows of an object, whatever properties it has been given. */
function trueGetter(prototype: object, name: PropertyKey): (of: object) => unknown {
  const getter = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  return (of) => getter?.call(of);
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const kindOf = trueGetter(typedArray, Symbol.toStringTag);
const [ofTypedArray, ofDataView] = [typedArray, DataView.prototype].map((prototype) => ({
  buffer: trueGetter(prototype, "buffer"),
  byteOffset: trueGetter(prototype, "byteOffset"),
  byteLength: trueGetter(prototype, "byteLength"),
})) as [ViewParts, ViewParts];

type ViewParts = Record<"buffer" | "byteOffset" | "byteLength", (of: object) => unknown>;

/** Bytes of their own, in a view of the same kind; Buffers become `Uint8Array`s. */
export function plainBytes(source: ArrayBuffer | ArrayBufferView): ArrayBuffer | ArrayBufferView {
  if (isArrayBuffer(source)) return ArrayBuffer.prototype.slice.call(source, 0);
  const kind = kindOf(source) ?? "DataView";
  const View = VIEWS.get(String(kind));
  if (View === undefined) throw new NotPlain(String(kind));
  const { buffer, byteOffset, byteLength } = kind === "DataView" ? ofDataView : ofTypedArray;
  const [all, at, length] = [buffer(source) as ArrayBuffer, byteOffset(source), byteLength(source)];
  return new View(new Uint8Array(all, at as number, length as number).slice().buffer);
}

const ERRORS = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Kind) => [
    Kind.name,
    Kind,
  ]),
);

/**
 * What is left of an error once it is kept, but for its cause: its kind, message and stack. Nothing of it is asked
 * that could answer otherwise.
 */
export function plainError(source: Error): Error {
  const Kind = ERRORS.get(String(textIn(source, "name"))) ?? Error;
  const error = new Kind();
  for (const name of ["message", "stack"] as const) {
    const value = textIn(source, name);
    if (value === undefined) Reflect.deleteProperty(error, name);
    else Object.defineProperty(error, name, { value, writable: true, configurable: true });
  }
  return error;
}

/** A text that an object or what it inherits from has under a name, if no function answers for it. */
function textIn(object: object, name: string): string | undefined {
  for (let at: object | null = object; at !== null && !isProxy(at); at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, name);
    if (property !== undefined) return typeof property.value === "string" ? property.value : undefined;
  }
  return undefined;
}
