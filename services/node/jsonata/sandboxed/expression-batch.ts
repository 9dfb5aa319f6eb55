import { randomUUID } from "node:crypto";
import { RpcError } from "../../../../decorators/index.js";
import { expressionError } from "../expression-error.js";
import { ExpressionEncoder, MAX_DIGITS, tooLarge } from "./expression-encoder.js";

/** How many characters of JSON may go in with one input, and with several that are small. */
const MAX_JSON = 16 * 1024 * 1024;
const BATCH_JSON = 256 * 1024;

/** The numbers that JSON does not have. */
const NUMBERS: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

const HEXADECIMAL = new RegExp(`^(-?)([\\da-f]{1,${MAX_DIGITS}})$`);

/** Some inputs on their way to the engine, as JSON, and what is needed to read its answer. */
export class ExpressionBatch {
  /** The key, in an object of one, that stands for what JSON does not have. */
  readonly token = randomUUID();
  readonly json: string;
  /** How many of the inputs are in it. */
  readonly count: number;
  /** What has a stand-in in it. */
  readonly #given: unknown[] = [];

  /**
   * Takes as many of the inputs as go well together.
   *
   * @throws RpcError `PAYLOAD_TOO_LARGE` when not even the first fits.
   */
  constructor(inputs: readonly unknown[]) {
    const texts: string[] = [];
    let length = 0;
    for (const input of inputs) {
      const text = new ExpressionEncoder(this.token, this.#given).encode(input);
      if (texts.length > 0 && length + text.length > BATCH_JSON) break;
      texts.push(text);
      length += text.length;
    }
    if (length > MAX_JSON) throw tooLarge("The data that a JSONata expression is given has", MAX_JSON);
    this.count = texts.length;
    this.json = `[${texts.join()}]`;
  }

  /**
   * What an answer says.
   *
   * @throws RpcError `EXPRESSION_ERROR` for one that no engine would give which works as it should.
   */
  decode(json: string): unknown {
    try {
      const answer: unknown = JSON.parse(json);
      return json.includes(this.token) ? this.#restored(answer) : answer;
    } catch (error) {
      throw error instanceof RpcError
        ? error
        : expressionError({ message: "It answers with what is not JSON" });
    }
  }

  /** A value of an answer, with what JSON does not have in its place. */
  #restored(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      for (const [index, member] of value.entries()) value[index] = this.#restored(member);
      return value;
    }
    if (Object.hasOwn(value, this.token))
      return this.#special((value as Record<string, unknown>)[this.token]);
    const entries = Object.entries(value).map(([name, inner]) => [name, this.#restored(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }

  #special(content: unknown): unknown {
    const [kind, value] = Array.isArray(content) ? content : [];
    if (kind === "undefined") return undefined;
    if (kind === "number" && NUMBERS.has(value)) return Number(value);
    const [, sign, digits] =
      (kind === "bigint" && typeof value === "string" && HEXADECIMAL.exec(value)) || [];
    if (digits !== undefined) return BigInt(`0x${digits}`) * (sign === "-" ? -1n : 1n);
    const isGiven = kind === "given" && Number.isInteger(value) && value >= 0 && value < this.#given.length;
    if (isGiven) return this.#given[value];
    throw expressionError({ message: "It answers with what is not data" });
  }
}
