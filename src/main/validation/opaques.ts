import { isDate } from "node:util/types";
import { isRecord } from "../../validation/is-record.js";

/** class-transformer compares each key of an object with all the others; beyond this many that takes long. */
const MAX_KEYS = 1_000;

/**
 * Keeps from class-transformer what it would ruin: of a typed array, a Map, a RegExp and the like it makes
 * an empty one, after a look at each byte. It gets a copy of the data with a symbol in the place of each,
 * which it passes on; so does a `@Transform`.
 */
export class Opaques {
  readonly #hidden = new Map<symbol, object>();
  /** Of what is around the value at hand: a cycle ends there. What is shared is copied each time, for it may change. */
  readonly #copies = new Map<object, object>();
  readonly #revealed = new Set<object>();

  /** A copy that holds nothing but plain objects of a reasonable size, arrays, Dates and symbols. */
  hide(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (isDate(value)) return new Date(value);
    const copied = this.#copies.get(value);
    if (copied !== undefined) return copied;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      this.#copies.set(value, list);
      for (const item of value) list.push(this.hide(item));
      this.#copies.delete(value);
      return list;
    }
    const keys = isRecord(value) ? Object.keys(value) : [];
    if (!isRecord(value) || keys.length > MAX_KEYS) return this.#symbolFor(value);
    const copy: Record<string, unknown> = {};
    this.#copies.set(value, copy);
    for (const key of keys) copy[key] = this.hide(value[key]);
    this.#copies.delete(value);
    return copy;
  }

  /** Puts everything hidden back, in place. */
  reveal(value: unknown): unknown {
    if (typeof value === "symbol") return this.#hidden.get(value) ?? value;
    const isHolder = typeof value === "object" && value !== null;
    if (this.#hidden.size === 0 || !isHolder || this.#revealed.has(value)) return value;
    this.#revealed.add(value);
    if (value instanceof Map) for (const [key, item] of value) value.set(key, this.reveal(item));
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      const item = this.reveal(holder[key]);
      if (item !== holder[key]) holder[key] = item;
    }
    return value;
  }

  #symbolFor(value: object): symbol {
    const stand = Symbol(Object.prototype.toString.call(value));
    this.#hidden.set(stand, value);
    return stand;
  }
}
