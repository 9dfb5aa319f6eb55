import jsonata from "jsonata";
import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../validation/is-record.js";
import { boundedExpression } from "./bounded-expression.js";
import { EvaluationWatch } from "./evaluation-watch.js";

/** What JSONata notes on an array, as enumerable properties. */
const MARKS = ["sequence", "keepSingleton", "outerWrapper", "push"];

const TRUTH = jsonata("$boolean($)");

/**
 * A JSONata expression, to be evaluated as often as one likes, once at a time. It lets others run now and
 * then, and ends when the signal fires.
 *
 * Whatever it is given and makes is bounded: 5 s, 16 Mi characters in a text, 1 Mi members in a list, 64 Mi
 * characters in all that belongs to one value, 32 Ki in the expression itself. Its regular expressions are
 * RE2's, which have no backreferences and no lookaround.
 *
 * What goes wrong is an RpcError `EXPRESSION_ERROR`, with JSONata's `code`, `position` and `token` in `data`.
 */
export class JsonataExpression {
  readonly #watch: EvaluationWatch;
  readonly #compiled: jsonata.Expression;

  constructor(
    expression: string,
    private readonly signal: AbortSignal,
  ) {
    this.#watch = new EvaluationWatch(signal);
    try {
      this.#compiled = boundedExpression(expression, this.#watch);
    } catch (error) {
      throw expressionError(error);
    }
  }

  /** What the expression gives for `data`; `undefined` when it finds nothing. */
  async evaluate(data: unknown): Promise<unknown> {
    this.#watch.start();
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
