import { addExtension } from "msgpackr/index-no-eval";

/**
 * Teaches msgpackr to know built-in objects by their tag. By their class alone it would take a Map of a
 * subclass, or any of another realm (an iframe, a test runner), for a plain object, and lose what it holds.
 */
export function addBuiltins(): void {
  addExtension({ Class: matching(ArrayBuffer.isView), type: VIEW, pack: packView, unpack: unpackView });
  addExtension({
    Class: matching(isForeign),
    write: (value: unknown) => FOREIGN[tagOf(value)]?.(value as never),
  });
}

/** Type and form of msgpackr's own extension for typed arrays: a code for the class, then the bytes. */
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
  const tag = tagOf(view);
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

/** Built-in objects as those of this realm and of no subclass. */
const FOREIGN: Readonly<Record<string, (value: never) => object>> = {
  Map: (map: Map<unknown, unknown>) => new Map(map),
  Set: (set: Set<unknown>) => new Set(set),
  Date: (date: Date) => new Date(date.getTime()),
  RegExp: ({ source, flags }: RegExp) => new RegExp(source, flags),
  ArrayBuffer: (buffer: ArrayBuffer) => new Uint8Array(new Uint8Array(buffer)).buffer,
};
const OWN = new Set<unknown>([Map, Set, Date, RegExp, ArrayBuffer]);

const isForeign = (value: object): boolean =>
  Object.hasOwn(FOREIGN, tagOf(value)) && !OWN.has(value.constructor);

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Stands in for a class: its instances are what the test says. */
const matching = (test: (value: object) => boolean) => ({ [Symbol.hasInstance]: test }) as never;
