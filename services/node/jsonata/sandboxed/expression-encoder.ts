import { isDate } from "node:util/types";
import { RpcError } from "../../../../decorators/index.js";
import { isRecord } from "../../../../src/validation/is-record.js";

/** How deeply data may nest. */
const MAX_DEPTH = 500;

/** What data may come to in all, in characters; what is in it twice counts twice, as it is written. */
const MAX_SIZE = 64 * 1024 * 1024;

/** What anything but a text counts: about as much as a number's text. */
const VALUE_SIZE = 8;

/** Hexadecimal digits of a BigInt that goes in as a number. */
export const MAX_DIGITS = 4096;

/** A copy for JSON, and what it counts. */
interface Copy {
  value: unknown;
  size: number;
}

/** Writes data as JSON in which `{ [token]: [kind, content, text?] }` stands for what JSON does not have. */
export class ExpressionEncoder {
  /** Lists and objects that were copied. */
  readonly #copies = new Map<object, Copy>();
  /** What the value being copied is in. */
  readonly #around = new Set<object>();
  readonly #standIns = new Map<unknown, Copy>();

  /** @param given Takes what has a stand-in, in the order of their numbers. */
  constructor(
    private readonly token: string,
    private readonly given: unknown[],
  ) {}

  /** @throws RpcError `PAYLOAD_TOO_LARGE` for what is too much, or too deep. */
  encode(data: unknown): string {
    return JSON.stringify(this.#copy(data).value);
  }

  #copy(value: unknown): Copy {
    switch (typeof value) {
      case "string":
        return { value, size: fitting(value.length + VALUE_SIZE) };
      case "boolean":
        return { value, size: VALUE_SIZE };
      case "number":
        if (Number.isFinite(value) && !Object.is(value, -0)) return { value, size: VALUE_SIZE };
        return this.#special("number", Object.is(value, -0) ? "-0" : String(value));
      case "bigint": {
        const digits = value.toString(16);
        return digits.length > MAX_DIGITS ? this.#standIn(value) : this.#special("bigint", digits);
      }
      case "undefined":
        return this.#special("undefined");
      case "object":
        return value === null ? { value, size: VALUE_SIZE } : this.#object(value);
      default:
        return this.#standIn(value);
    }
  }

  #object(value: object): Copy {
    // JSON cannot contain itself.
    if ((!Array.isArray(value) && !isRecord(value)) || this.#around.has(value)) return this.#standIn(value);
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (this.#around.size === MAX_DEPTH) throw tooDeep();
    this.#around.add(value);
    const copy = Array.isArray(value) ? this.#list(value) : this.#properties(value);
    this.#around.delete(value);
    this.#copies.set(value, copy);
    return copy;
  }

  #list(list: readonly unknown[]): Copy {
    let size = VALUE_SIZE;
    const copy: unknown[] = [];
    // Not `map`, which would leave the holes of a list.
    for (const member of list) {
      const inner = this.#copy(member);
      copy.push(inner.value);
      size = fitting(size + inner.size);
    }
    return { value: copy, size };
  }

  #properties(object: Readonly<Record<string, unknown>>): Copy {
    let size = VALUE_SIZE;
    const copy = Object.create(null);
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const inner = this.#copy(value);
      copy[name] = inner.value;
      size = fitting(size + name.length + inner.size);
    }
    return { value: copy, size };
  }

  #special(...content: unknown[]): Copy {
    return { value: { [this.token]: content }, size: VALUE_SIZE };
  }

  #standIn(original: unknown): Copy {
    const known = this.#standIns.get(original);
    if (known !== undefined) return known;
    const text = isDate(original) ? original.toJSON() : null;
    const copy = this.#special("given", this.given.length, ...(text === null ? [] : [text]));
    this.given.push(original);
    this.#standIns.set(original, copy);
    return copy;
  }
}

function fitting(size: number): number {
  if (size > MAX_SIZE) throw tooLarge("The data that a JSONata expression is given has", MAX_SIZE);
  return size;
}

const tooDeep = (): RpcError =>
  new RpcError(
    "PAYLOAD_TOO_LARGE",
    `The data that a JSONata expression is given nests more than ${MAX_DEPTH} deep`,
    { data: { limit: MAX_DEPTH } },
  );

export const tooLarge = (what: string, limit: number): RpcError =>
  new RpcError("PAYLOAD_TOO_LARGE", `${what} more than ${limit} characters of JSON`, { data: { limit } });
