/**
 * Structured clone as text, because the DevTools protocol carries strings only. Runs in Node and in pages.
 *
 * A value is a list of cells, one for each object, so cycles and shared references survive; cell 0 holds the
 * root. Which types pass, and that everything else is refused with these words: Electron
 * `shell/common/v8_util.cc` (V8Serializer: what V8 itself can write, and no host object such as Blob).
 */

/** A primitive, or a reference to a cell. */
type Slot =
  | string
  | number
  | boolean
  | null
  | ["ref", number]
  | ["undefined"]
  | ["number" | "bigint", string];
type Entries = [string, Slot][];
type Cell = [tag: string, ...parts: unknown[]];

/** Electron's words for a value it cannot serialize. */
export const NOT_CLONEABLE = "An object could not be cloned.";

const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const VIEWS = {
  DataView,
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
};
type ViewType = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/**
 * Encodes what structured clone makes of `value`.
 * @throws Error with Electron's words when it cannot be cloned
 */
export function encode(value: unknown): string {
  let clone: unknown;
  try {
    clone = structuredClone(value);
  } catch {
    throw new Error(NOT_CLONEABLE);
  }
  const objects: object[] = [];
  const indexes = new Map<object, number>();
  const slot = (part: unknown): Slot => {
    switch (typeof part) {
      case "undefined":
        return ["undefined"];
      case "bigint":
        return ["bigint", String(part)];
      case "number":
        return Number.isFinite(part) && !Object.is(part, -0) ? part : ["number", numberText(part)];
      case "object": {
        if (part === null) return null;
        const index = indexes.get(part) ?? objects.push(part) - 1;
        indexes.set(part, index);
        return ["ref", index];
      }
      default:
        return part as string | boolean;
    }
  };
  // Each cell may append objects, which the loop reaches later: no recursion, so no depth limit.
  const root: Cell = ["Root", slot(clone)];
  const cells: Cell[] = [];
  for (let i = 0; i < objects.length; i++) cells.push(cellOf(objects[i]!, slot));
  return JSON.stringify([root, ...cells]);
}

const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function cellOf(object: object, slot: (part: unknown) => Slot): Cell {
  const entries = (): Entries => Object.entries(object).map(([key, part]) => [key, slot(part)]);
  // A clone has no Symbol.toStringTag of its own making, so the tag can be trusted.
  const tag = Object.prototype.toString.call(object).slice(8, -1);
  switch (tag) {
    case "Object":
      return [tag, entries()];
    case "Array":
      return [tag, entries(), (object as unknown[]).length];
    case "Map":
      return [tag, [...(object as Map<unknown, unknown>)].map(([key, part]) => [slot(key), slot(part)])];
    case "Set":
      return [tag, [...(object as Set<unknown>)].map(slot)];
    case "Date":
      return [tag, slot((object as Date).getTime())];
    case "RegExp":
      return [tag, (object as RegExp).source, (object as RegExp).flags];
    case "Boolean":
    case "Number":
    case "String":
    case "BigInt":
      return ["Boxed", slot(object.valueOf())];
    case "Error": {
      const { name, message, stack, cause } = object as Error;
      return [tag, name, message, stack ?? "", Object.hasOwn(object, "cause") ? [slot(cause)] : []];
    }
    case "ArrayBuffer":
      return [tag, base64(new Uint8Array(object as ArrayBuffer))];
    default: {
      if (!(tag in VIEWS)) throw new Error(NOT_CLONEABLE);
      const view = object as Uint8Array | DataView;
      return [tag, slot(view.buffer), view.byteOffset, "length" in view ? view.length : view.byteLength];
    }
  }
}

/** Rebuilds the value that `encode` wrote, with the types of the realm it runs in. */
export function decode(text: string): unknown {
  const [root, ...cells] = JSON.parse(text) as [Cell, ...Cell[]];
  const objects: (object | undefined)[] = [];
  const value = (slot: Slot): unknown => {
    if (!Array.isArray(slot)) return slot;
    if (slot[0] === "ref") return object(slot[1]);
    if (slot[0] === "undefined") return undefined;
    return slot[0] === "number" ? Number(slot[1]) : BigInt(slot[1]);
  };
  const object = (index: number): object => {
    objects[index] ??= shell(cells[index]!, value);
    return objects[index];
  };
  cells.forEach((cell, index) => {
    fill(object(index), cell, value);
  });
  return value(root[1] as Slot);
}

/** The object of a cell, still without what it contains. */
function shell([tag, first, second, third]: Cell, value: (slot: Slot) => unknown): object {
  switch (tag) {
    case "Object":
      return {};
    case "Array":
      return new Array(second as number);
    case "Map":
      return new Map();
    case "Set":
      return new Set();
    case "Date":
      return new Date(value(first as Slot) as number);
    case "RegExp":
      return new RegExp(first as string, second as string);
    case "Boxed":
      return Object(value(first as Slot));
    case "Error": {
      const ErrorType = ERRORS[first as keyof typeof ERRORS] ?? Error;
      const error = new ErrorType(second as string);
      return Object.defineProperty(error, "stack", { value: third, writable: true, configurable: true });
    }
    case "ArrayBuffer":
      return bytes(first as string).buffer;
    default:
      return new (VIEWS as unknown as Record<string, ViewType>)[tag]!(
        value(first as Slot) as ArrayBuffer,
        second as number,
        third as number,
      );
  }
}

function fill(object: object, cell: Cell, value: (slot: Slot) => unknown): void {
  const define = (key: string, slot: Slot, enumerable = true) =>
    // Not an assignment: a key named "__proto__" is data here.
    Object.defineProperty(object, key, {
      value: value(slot),
      enumerable,
      writable: true,
      configurable: true,
    });
  switch (cell[0]) {
    case "Object":
    case "Array":
      for (const [key, slot] of cell[1] as Entries) define(key, slot);
      break;
    case "Map":
      for (const [key, part] of cell[1] as [Slot, Slot][])
        (object as Map<unknown, unknown>).set(value(key), value(part));
      break;
    case "Set":
      for (const part of cell[1] as Slot[]) (object as Set<unknown>).add(value(part));
      break;
    case "Error":
      for (const cause of cell[4] as Slot[]) define("cause", cause, false);
      break;
  }
}

function base64(data: Uint8Array): string {
  let binary = "";
  // In chunks, because a call takes a limited number of arguments.
  for (let i = 0; i < data.length; i += 0x8000) {
    binary += String.fromCharCode(...data.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const data = new Uint8Array(binary.length);
  for (let i = 0; i < data.length; i++) data[i] = binary.charCodeAt(i);
  return data;
}
