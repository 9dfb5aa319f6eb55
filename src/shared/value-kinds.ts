/** What an object is by what the language made of it, and not by what it calls itself. */
export type ValueKind =
  | "Map"
  | "Set"
  | "ArrayBuffer"
  | "view"
  | "Date"
  | "RegExp"
  | "Number"
  | "String"
  | "Boolean"
  | "BigInt"
  | "object";

type Getter = (this: unknown) => unknown;

const getterOf = (prototype: object, name: PropertyKey): Getter =>
  Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter;

/** Each reads what only an object of its kind has, in this realm or another, and throws for any other. */
const READS: readonly [kind: ValueKind, read: Getter][] = [
  ["Map", getterOf(Map.prototype, "size")],
  ["Set", getterOf(Set.prototype, "size")],
  ["ArrayBuffer", getterOf(ArrayBuffer.prototype, "byteLength")],
  ["Date", Date.prototype.getTime],
  ["RegExp", getterOf(RegExp.prototype, "source")],
  ["Number", Number.prototype.valueOf],
  ["String", String.prototype.valueOf],
  ["Boolean", Boolean.prototype.valueOf],
  ["BigInt", BigInt.prototype.valueOf],
];

/** What an object is that is not a list; `object` is what is made of its properties, so far as it shows. */
export function kindOf(value: object): ValueKind {
  if (ArrayBuffer.isView(value)) return "view";
  // Most classes: nothing of the language's own shows in the tag, and none is given in its place.
  if (tagOf(value) === "Object" && !(Symbol.toStringTag in value)) return "object";
  return READS.find(([, read]) => reads(read, value))?.[0] ?? "object";
}

const viewName = getterOf(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);

/** The name of the class of a view of bytes, e.g. `Uint8Array`. */
export const viewNameOf = (view: ArrayBufferView): string => String(viewName.call(view) ?? "DataView");

/** Whether it is an error, also of another realm. */
export const isError = (value: object): boolean =>
  value instanceof Error || (tagOf(value) === "Error" && !(Symbol.toStringTag in value));

function reads(read: Getter, value: object): boolean {
  try {
    read.call(value);
    return true;
  } catch {
    return false;
  }
}

/** What an object calls itself, e.g. `Map`. */
export const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/** What an object is called in an error: by its class, or else by its tag. */
export function nameOf(value: object): string {
  const made: unknown = Object.getPrototypeOf(value)?.constructor;
  return typeof made === "function" && made.name !== "" && made.name !== "Object" ? made.name : tagOf(value);
}

/** Whether nothing but properties makes the object, in this realm or another. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  const plain =
    prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain && tagOf(value) === "Object";
}

/** How the instances of a class keep what they hold, where that is not in properties of their own. */
interface Hiding {
  /** The platform makes them, and knows what is in them. */
  isPlatform: boolean;
  /** They have getters or can be iterated. */
  hasMembers: boolean;
}

const hiding = new WeakMap<object, Hiding>();

/** Whether a clone of the object would be without what it holds: it is in no property of its own. */
export function hidesContent(value: object, isEmpty: boolean): boolean {
  if (Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return false;
  let found = hiding.get(prototype);
  if (found === undefined) {
    found = hidingOf(prototype);
    hiding.set(prototype, found);
  }
  return found.isPlatform || (isEmpty && found.hasMembers);
}

const ERRORS = new Set<unknown>([
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
]);

function hidingOf(prototype: object): Hiding {
  const found: Hiding = { isPlatform: false, hasMembers: false };
  // The last of the chain is what every object has.
  for (let at = prototype; Object.getPrototypeOf(at) !== null; at = Object.getPrototypeOf(at)) {
    const made: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (ERRORS.has(made)) break;
    found.isPlatform ||= isGlobal(made);
    found.hasMembers ||= Reflect.ownKeys(at).some(
      (key) =>
        key === Symbol.iterator ||
        key === Symbol.asyncIterator ||
        Object.getOwnPropertyDescriptor(at, key)?.get !== undefined,
    );
  }
  return found;
}

/** Whether a class is one of the platform's, e.g. `URL`: those it does not enumerate, unlike what scripts add. */
function isGlobal(made: unknown): boolean {
  if (typeof made !== "function") return false;
  const global = Object.getOwnPropertyDescriptor(globalThis, made.name);
  return global?.enumerable === false && Reflect.get(globalThis, made.name) === made;
}
