import jsonata from "jsonata";
import type { EvaluationWatch } from "./evaluation-watch.js";
import { LinearRegExp } from "./linear-reg-exp.js";
import { distinctWith, type Pause, sortWith, spread } from "./list-functions.js";
import { evaluate, join, MAX_EXPRESSION, pad, toMillis } from "./text-functions.js";
import { MAX_LIST, ValueSizes } from "./value-sizes.js";

/** How deeply an expression may recurse. */
const MAX_DEPTH = 10_000;

/** JSONata calls what is assigned to these after each step of an evaluation, and at each call of a function. */
const AFTER_STEP = Symbol.for("jsonata.__evaluate_exit");
const AT_CALL = Symbol.for("jsonata.__createFrame_push");

/**
 * Compiles an expression whose evaluation looks at the watch and at the sizes of its values, and lets others
 * run now and then.
 *
 * @throws Error, or JSONata's own; its evaluation does so too, and throws the signal's reason.
 */
export function boundedExpression(expression: string, { look, pause }: EvaluationWatch): jsonata.Expression {
  if (expression.length > MAX_EXPRESSION)
    throw new Error(`An expression has at most ${MAX_EXPRESSION} characters`);
  const compiled = jsonata(expression, {
    stack: MAX_DEPTH,
    sequence: MAX_LIST,
    RegexEngine: LinearRegExp.bind(undefined, look) as unknown as RegExpConstructor,
  });
  const sizes = new ValueSizes();
  assignHook(compiled, AT_CALL, look);
  assignHook(compiled, AFTER_STEP, (_step, _input, _environment, result) => pause(sizes.check(result)));
  replaceFunctions(compiled, pause);
  return compiled;
}

/** Its types know names alone, though a symbol is the only name a hook has. */
function assignHook(compiled: jsonata.Expression, hook: symbol, call: (...args: unknown[]) => unknown): void {
  compiled.assign(hook as unknown as string, call);
}

/**
 * Others in the place of JSONata's own functions that make something huge of something small, or whose time
 * grows with the square of what they are given, or worse.
 */
function replaceFunctions(compiled: jsonata.Expression, pause: Pause): void {
  compiled.registerFunction("pad", pad, "<s-ns?:s>");
  compiled.registerFunction("join", join, "<a<s>s?:s>");
  compiled.registerFunction("eval", evaluate, "<sx?:x>");
  compiled.registerFunction("toMillis", toMillis, "<s-s?:n>");
  compiled.registerFunction("spread", spread, "<x-:a<o>>");
  compiled.registerFunction("distinct", distinctWith(pause), "<x:x>");
  compiled.registerFunction("sort", sortWith(pause), "<af?:a>");
}
