import { addExtension } from "msgpackr/index-no-eval";
import { isError, kindOf, type ValueKind, viewNameOf } from "../value-kinds.js";

/**
 * Teaches msgpackr to know built-in objects by what they are. By their class alone it would take a Map of a
 * subclass, or any of another realm (an iframe, a test runner), for a plain object, and lose what it holds.
 *
 * Also to make them of nothing but the parts they have: by itself it looks up the name of an error among the
 * members of an object, where `__lookupGetter__` is a function too, and makes whatever its parts are.
 */
export function addBuiltins(): void {
  addExtension({ Class: matching(ArrayBuffer.isView), type: VIEW, pack: packView, unpack: unpackView });
  addExtension({ Class: matching(isError), type: ERROR, write: partsOfError, read: toError });
  addExtension({ type: SET, read: toSet });
  addExtension({ type: REG_EXP, read: toRegExp });
  addExtension({
    Class: matching(isForeign),
    write: (value: unknown) => FOREIGN.get(kindOf(value as object))?.(value as never),
  });
}

/** The types of msgpackr's own extensions. */
const ERROR = 0x65;
const SET = 0x73;
const REG_EXP = 0x78;

const ERRORS = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((ErrorClass) => [
    ErrorClass.name,
    ErrorClass,
  ]),
);

const partsOfError = ({ name, message, cause }: Error): unknown[] => [String(name), String(message), cause];

/** An error of a class that the language does not have is an Error by its name. */
function toError(parts: unknown): Error {
  const [name, message, cause] = listOf(parts);
  if (typeof name !== "string" || typeof message !== "string")
    throw new TypeError("An error is named by text");
  const ErrorClass = ERRORS.get(name);
  const options = cause === undefined ? {} : { cause };
  return ErrorClass === undefined
    ? Object.assign(new Error(message, options), { name })
    : new ErrorClass(message, options);
}

const toSet = (parts: unknown): Set<unknown> => new Set(listOf(parts));

function toRegExp(parts: unknown): RegExp {
  const [source, flags] = listOf(parts);
  if (typeof source !== "string" || typeof flags !== "string") throw new TypeError("A pattern is text");
  return new RegExp(source, flags);
}

function listOf(parts: unknown): readonly unknown[] {
  if (!Array.isArray(parts)) throw new TypeError("The parts of a value are a list");
  return parts;
}

/** The same for typed arrays: a code for the class, then the bytes. */
const VIEW = 0x74;
const ARRAY_BUFFER_CODE = 16;
const DATA_VIEW_CODE = 17;
const VIEWS = [
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
];

function packView(view: ArrayBufferView): Uint8Array {
  const tag = viewNameOf(view);
  const code = tag === "DataView" ? DATA_VIEW_CODE : VIEWS.findIndex(({ name }) => name === tag);
  if (code === -1) throw new TypeError(tag);
  const packed = new Uint8Array(1 + view.byteLength);
  packed[0] = code;
  packed.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), 1);
  return packed;
}

function unpackView(packed: Uint8Array): ArrayBufferView | ArrayBuffer {
  const [code = -1] = packed;
  const { buffer } = new Uint8Array(packed.subarray(1));
  if (code === ARRAY_BUFFER_CODE) return buffer;
  if (code === DATA_VIEW_CODE) return new DataView(buffer);
  const View = VIEWS[code];
  if (View === undefined) throw new TypeError(`No typed array has the code ${code}`);
  return new View(buffer);
}

const unboxed = (value: object): unknown => value.valueOf();

/** Built-in objects as those of this realm and of no subclass; boxed primitives as the primitives they hold. */
const FOREIGN = new Map<ValueKind, (value: never) => unknown>([
  ["Map", (map: Map<unknown, unknown>) => new Map(map)],
  ["Set", (set: Set<unknown>) => new Set(set)],
  ["Date", (date: Date) => new Date(date.getTime())],
  ["RegExp", ({ source, flags }: RegExp) => new RegExp(source, flags)],
  ["ArrayBuffer", (buffer: ArrayBuffer) => new Uint8Array(new Uint8Array(buffer)).buffer],
  ["Number", unboxed],
  ["String", unboxed],
  ["Boolean", unboxed],
  ["BigInt", unboxed],
]);
const OWN = new Set<unknown>([Map, Set, Date, RegExp, ArrayBuffer]);

const isForeign = (value: object): boolean => FOREIGN.has(kindOf(value)) && !OWN.has(value.constructor);

/** Stands in for a class: its instances are what the test says. */
const matching = (test: (value: object) => boolean) => ({ [Symbol.hasInstance]: test }) as never;
