import { randomUUID } from "node:crypto";
import { RpcError } from "../../../../decorators/index.js";
import { ExpressionData } from "../expression-data.js";
import { expressionError } from "../expression-error.js";

/** How many characters of JSON may go in with one input, and with several that are small. */
const MAX_JSON = 16 * 1024 * 1024;
const BATCH_JSON = 256 * 1024;

/** The numbers that JSON does not have. */
const NUMBERS: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

const INTEGER = /^-?\d+$/;

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
      const text = this.#encode(input);
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
      return JSON.parse(json, json.includes(this.token) ? this.#revive : undefined);
    } catch (error) {
      throw error instanceof RpcError
        ? error
        : expressionError({ message: "It answers with what is not JSON" });
    }
  }

  #encode(input: unknown): string {
    const { value, originals } = new ExpressionData(input, this.token, this.#given.length);
    this.#given.push(...originals.values());
    return JSON.stringify(value);
  }

  readonly #revive = (_key: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, this.token)) return value;
    const [kind, content] = (value as Record<string, unknown[]>)[this.token] ?? [];
    if (kind === "undefined") return undefined;
    if (kind === "number" && NUMBERS.has(content)) return Number(content);
    if (kind === "bigint" && typeof content === "string" && INTEGER.test(content)) return BigInt(content);
    const isGiven = kind === "given" && Number.isInteger(content) && (content as number) in this.#given;
    if (isGiven) return this.#given[content as number];
    throw expressionError({ message: "It answers with what is not data" });
  };
}

export const tooLarge = (what: string, limit: number): RpcError =>
  new RpcError("PAYLOAD_TOO_LARGE", `${what} more than ${limit} characters of JSON`, { data: { limit } });
