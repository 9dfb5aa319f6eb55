import { ELSEWHERE } from "./budget.js";
import { isNumber } from "./plain-values.js";

/**
 * `<`, `<=`, `>` or `>=`, of two numbers or two texts; undefined when either is missing.
 *
 * @throws `ELSEWHERE` for anything else.
 */
export function compare(operator: unknown, left: unknown, right: unknown): boolean | undefined {
  const isComparable = [left, right].every(
    (value) => value === undefined || typeof value === "string" || isNumber(value),
  );
  if (!isComparable) throw ELSEWHERE;
  if (left === undefined || right === undefined) return undefined;
  if (typeof left !== typeof right) throw ELSEWHERE;
  switch (operator) {
    case "<":
      return (left as string) < (right as string);
    case "<=":
      return (left as string) <= (right as string);
    case ">":
      return (left as string) > (right as string);
    default:
      return (left as string) >= (right as string);
  }
}

/**
 * `+`, `-`, `*`, `/` or `%`; with nothing it gives nothing.
 *
 * @throws `ELSEWHERE` for what are not numbers, or give none that is finite.
 */
export function calculate(operator: unknown, left: unknown, right: unknown): number | undefined {
  if (![left, right].every((value) => value === undefined || isNumber(value))) throw ELSEWHERE;
  if (left === undefined || right === undefined) return undefined;
  const result = calculated(operator, left as number, right as number);
  if (!Number.isFinite(result)) throw ELSEWHERE;
  return result;
}

function calculated(operator: unknown, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}
