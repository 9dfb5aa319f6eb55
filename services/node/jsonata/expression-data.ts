import { isDate } from "node:util/types";
import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../validation/is-record.js";
import { StandIn } from "./stand-in.js";

/** How deeply data may nest. */
const MAX_DEPTH = 500;

/** What data may come to in all, in characters; what is in it twice counts twice, as it would be written. */
const MAX_DATA = 64 * 1024 * 1024;

/** What anything but a text counts: about as much as a number's text. */
export const VALUE_SIZE = 8;

/** Keys that mean something to the library, or to JavaScript, where an expression's author sees only data. */
export const MARKS: ReadonlySet<string> = new Set([
  "outerWrapper",
  "tupleStream",
  "_jsonata_lambda",
  "_jsonata_function",
  "__proto__",
]);

/** Lists and objects that were copied, with what they count. */
interface Copy {
  value: object;
  size: number;
}

/**
 * A copy of data as expressions see it: lists without other properties, objects without a prototype, and
 * stand-ins for what JSON does not have.
 */
export class ExpressionData {
  readonly value: unknown;
  /** Characters, and `VALUE_SIZE` for each other value. */
  readonly size: number;
  /** What a copy for JavaScript was made of; of a copy for JSON, what has a stand-in there, in their order. */
  readonly originals = new Map<object, unknown>();
  /** Whether there is a key of `MARKS` in it. */
  hasMarks = false;
  readonly #copies = new Map<object, Copy>();
  /** What the value being copied is in. */
  readonly #around = new Set<object>();

  /**
   * @param token Makes a copy for JSON, where `{ [token]: [kind, content, text?] }` stands for what JSON does not
   * have; without it, it is one for JavaScript.
   * @param firstIndex The number of the first stand-in.
   * @throws RpcError `PAYLOAD_TOO_LARGE`.
   */
  constructor(
    data: unknown,
    private readonly token?: string,
    private readonly firstIndex = 0,
  ) {
    const { value, size } = this.#copy(data);
    this.value = value;
    this.size = size;
  }

  #copy(value: unknown): { value: unknown; size: number } {
    switch (typeof value) {
      case "string":
        return { value, size: fitting(value.length + VALUE_SIZE) };
      case "number":
        return { value: this.#number(value), size: VALUE_SIZE };
      case "bigint":
        return { value: this.#special(value, "bigint", String(value)), size: VALUE_SIZE };
      case "undefined":
        return { value: this.#special(value, "undefined"), size: VALUE_SIZE };
      case "object":
        if (value !== null) return this.#object(value);
    }
    if (typeof value === "boolean" || value === null) return { value, size: VALUE_SIZE };
    return { value: this.#standIn(value), size: VALUE_SIZE };
  }

  #number(value: number): unknown {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    return this.#special(value, "number", Object.is(value, -0) ? "-0" : String(value));
  }

  #special(value: unknown, kind: string, content?: string): unknown {
    return this.token === undefined ? value : { [this.token]: [kind, content] };
  }

  #object(value: object): { value: unknown; size: number } {
    const isList = Array.isArray(value);
    if (!isList && !isRecord(value)) return { value: this.#standIn(value), size: VALUE_SIZE };
    const known = this.#copies.get(value);
    if (this.#around.has(value)) {
      // JSON cannot contain itself.
      return { value: this.token === undefined ? known?.value : this.#standIn(value), size: VALUE_SIZE };
    }
    if (known !== undefined) return known;
    if (this.#around.size === MAX_DEPTH) throw tooLarge(`nests more than ${MAX_DEPTH} deep`, MAX_DEPTH);
    const copy: Copy = { value: isList ? [] : Object.create(null), size: VALUE_SIZE };
    this.#copies.set(value, copy);
    if (this.token === undefined) this.originals.set(copy.value, value);
    this.#around.add(value);
    if (isList) this.#fillList(copy as Copy & { value: unknown[] }, value);
    else this.#fillObject(copy as Copy & { value: Record<string, unknown> }, value);
    this.#around.delete(value);
    return copy;
  }

  #fillList(copy: Copy & { value: unknown[] }, list: readonly unknown[]): void {
    // Not `map`, which would leave the holes of a list.
    for (const member of list) {
      const { value, size } = this.#copy(member);
      copy.value.push(value);
      copy.size = fitting(copy.size + size);
    }
  }

  #fillObject(copy: Copy & { value: Record<string, unknown> }, object: Record<string, unknown>): void {
    for (const [key, inner] of Object.entries(object)) {
      if (inner === undefined) continue;
      this.hasMarks ||= MARKS.has(key);
      const { value, size } = this.#copy(inner);
      copy.value[key] = value;
      copy.size = fitting(copy.size + key.length + size);
    }
  }

  #standIn(original: unknown): StandIn {
    const known = this.#copies.get(original as object)?.value;
    if (known instanceof StandIn) return known;
    const index = this.firstIndex + this.originals.size;
    const text = isDate(original) ? (original.toJSON() ?? undefined) : undefined;
    const { token } = this;
    const standIn = new StandIn(text ?? index, () => {
      if (token !== undefined) return { [token]: ["given", index, text] };
      if (text === undefined) throw new Error("There is data in it that has no form in JSON");
      return text;
    });
    this.originals.set(standIn, original);
    const isCopied = typeof original !== "object" || this.#copies.has(original as object);
    if (!isCopied) this.#copies.set(original as object, { value: standIn, size: VALUE_SIZE });
    return standIn;
  }
}

function fitting(size: number): number {
  if (size > MAX_DATA) throw tooLarge(`has more than ${MAX_DATA} characters`, MAX_DATA);
  return size;
}

const tooLarge = (what: string, limit: number): RpcError =>
  new RpcError("PAYLOAD_TOO_LARGE", `The data that a JSONata expression is given ${what}`, {
    data: { limit },
  });
