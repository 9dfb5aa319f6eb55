import { setImmediate } from "node:timers/promises";
import jsonata from "jsonata";
import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../validation/is-record.js";

/** An expression may run this long, in milliseconds, and recurse this deeply. */
const GUARDS = { timeout: 5000, stack: 10_000 };

/** Milliseconds it may run before everything else in this process gets a turn. */
const TURN_MS = 10;

/** JSONata calls what is assigned to this before each step of an evaluation. */
const BEFORE_STEP = Symbol.for("jsonata.__evaluate_entry");

/** What JSONata notes on an array, as enumerable properties. */
const MARKS = ["sequence", "keepSingleton", "outerWrapper"];

/**
 * What a JSONata expression gives for `data`; `undefined` when it finds nothing.
 *
 * @throws RpcError `EXPRESSION_ERROR`, with JSONata's `code`, `position` and `token` in `data`.
 */
export async function evaluateJsonata(
  expression: string,
  data: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const compiled = jsonata(expression, GUARDS);
    // Its types know names alone, though the symbol is the only name this hook has.
    compiled.assign(BEFORE_STEP as unknown as string, turnTaker(signal));
    return unmarked(await compiled.evaluate(data));
  } catch (error) {
    signal.throwIfAborted();
    const { code, position, token, message } = error as Partial<jsonata.JsonataError>;
    const place = position === undefined ? "" : ` at position ${position}`;
    throw new RpcError("EXPRESSION_ERROR", `JSONata expression${place}: ${message}`, {
      data: { code, position, token },
    });
  }
}

/** Lets others run now and then, which is also when an abort can come. */
function turnTaker(signal: AbortSignal): () => Promise<void> {
  let turnEnds = performance.now() + TURN_MS;
  return async () => {
    if (performance.now() < turnEnds) return;
    await setImmediate();
    signal.throwIfAborted();
    turnEnds = performance.now() + TURN_MS;
  };
}

/** Takes off the marks that JSONata leaves on the arrays it makes, which a clone would carry along. */
function unmarked(value: unknown, seen = new Set<unknown>()): unknown {
  if (!(Array.isArray(value) || isRecord(value)) || seen.has(value)) return value;
  seen.add(value);
  if (Array.isArray(value)) for (const mark of MARKS) Reflect.deleteProperty(value, mark);
  for (const inner of Object.values(value)) unmarked(inner, seen);
  return value;
}
