import jsonata from "jsonata";
import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../validation/is-record.js";
import { turnTaker } from "../turns.js";

/** An expression may run this long, in milliseconds, and recurse this deeply. */
const GUARDS = { timeout: 5000, stack: 10_000 };

/** JSONata calls what is assigned to this before each step of an evaluation. */
const BEFORE_STEP = Symbol.for("jsonata.__evaluate_entry");

/** What JSONata notes on an array, as enumerable properties. */
const MARKS = ["sequence", "keepSingleton", "outerWrapper"];

const TRUTH = jsonata("$boolean($)");

/**
 * A JSONata expression, to be evaluated as often as one likes. It lets others run now and then, and ends
 * when the signal fires.
 *
 * What goes wrong is an RpcError `EXPRESSION_ERROR`, with JSONata's `code`, `position` and `token` in `data`.
 */
export class JsonataExpression {
  readonly #compiled: jsonata.Expression;

  constructor(
    expression: string,
    private readonly signal: AbortSignal,
  ) {
    try {
      this.#compiled = jsonata(expression, GUARDS);
    } catch (error) {
      throw expressionError(error);
    }
    // Its types know names alone, though the symbol is the only name this hook has.
    this.#compiled.assign(BEFORE_STEP as unknown as string, turnTaker(signal));
  }

  /** What the expression gives for `data`; `undefined` when it finds nothing. */
  async evaluate(data: unknown): Promise<unknown> {
    try {
      return unmarked(await this.#compiled.evaluate(data));
    } catch (error) {
      this.signal.throwIfAborted();
      throw expressionError(error);
    }
  }

  /** Whether what the expression gives for `data` is true as JSONata has it: of an array, one member is. */
  async holds(data: unknown): Promise<boolean> {
    const value = await this.evaluate(data);
    return typeof value === "boolean" ? value : (await TRUTH.evaluate(value)) === true;
  }
}

function expressionError(error: unknown): RpcError {
  const { code, position, token, message } = error as Partial<jsonata.JsonataError>;
  const place = position === undefined ? "" : ` at position ${position}`;
  return new RpcError("EXPRESSION_ERROR", `JSONata expression${place}: ${message}`, {
    data: { code, position, token },
  });
}

/** Takes off the marks that JSONata leaves on the arrays it makes, which a clone would carry along. */
function unmarked(value: unknown, seen = new Set<unknown>()): unknown {
  if (!(Array.isArray(value) || isRecord(value)) || seen.has(value)) return value;
  seen.add(value);
  if (Array.isArray(value)) for (const mark of MARKS) Reflect.deleteProperty(value, mark);
  for (const inner of Object.values(value)) unmarked(inner, seen);
  return value;
}
