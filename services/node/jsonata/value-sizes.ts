import { isRecord } from "../../validation/is-record.js";

/** How many characters one text may have. */
export const MAX_TEXT = 16 * 1024 * 1024;

/** How many members one list may have. */
export const MAX_LIST = 1024 * 1024;

/** What a value may come to in all: each character counts one, any other value as much as a number's text. */
const MAX_SIZE = 64 * 1024 * 1024;
const VALUE_SIZE = 8;

/** From this on a size is remembered, as the value will be a part of others. */
const LARGE = 1024;

/**
 * Measures what an expression works with. What is in a value twice counts twice, as it would be written and
 * compared twice: lists that hold one another, each twice, take little memory and no end of time.
 */
export class ValueSizes {
  readonly #known = new WeakMap<object, number>();
  /** What the value being measured is in; a value in itself has no size of its own there. */
  readonly #around: unknown[] = [];

  /**
   * What a value comes to, in characters.
   *
   * @throws Error for what is too large; for a list that is too long, JSONata's own.
   */
  check(value: unknown): number {
    if (typeof value === "string" && value.length > MAX_TEXT) {
      throw new Error(`A text has more than ${MAX_TEXT} characters`);
    }
    if (Array.isArray(value) && value.length > MAX_LIST) throw { code: "D2015", value: MAX_LIST };
    return this.#sizeOf(value);
  }

  #sizeOf(value: unknown): number {
    if (typeof value === "string") return value.length;
    if (typeof value !== "object" || value === null) return VALUE_SIZE;
    if (ArrayBuffer.isView(value)) return value.byteLength * VALUE_SIZE;
    if (!isContainer(value) || this.#around.includes(value)) return VALUE_SIZE;
    return this.#known.get(value) ?? this.#measure(value);
  }

  #measure(value: unknown[] | Record<string, unknown>): number {
    let size = VALUE_SIZE;
    this.#around.push(value);
    try {
      for (const inner of Array.isArray(value) ? value : Object.values(value)) {
        size += this.#sizeOf(inner);
        if (size > MAX_SIZE) throw new Error(`A value comes to more than ${MAX_SIZE} characters`);
      }
    } finally {
      this.#around.pop();
    }
    if (size >= LARGE) this.#known.set(value, size);
    return size;
  }
}

/** Whether a value has others in it. JSONata's functions are objects too, which have nothing of the kind. */
export const isContainer = (value: unknown): value is unknown[] | Record<string, unknown> =>
  Array.isArray(value) || (isRecord(value) && value._jsonata_lambda !== true);
