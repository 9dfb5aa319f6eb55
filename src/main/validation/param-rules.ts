import { isPromise } from "node:util/types";
import { validate } from "class-validator";
import type { ParamCheck, ReportIssue } from "./check.js";
import { reportError } from "./report-error.js";

/** Lets those values pass that are among the given ones. */
export function valuesCheck(values: readonly unknown[]): ParamCheck {
  const known = new Set(values);
  const message = `must be one of the following values: ${values.map(String).join(", ")}`;
  return (value, path, report) => {
    if (!known.has(value)) report({ path, constraint: "isEnum", message });
    return value;
  };
}

/** Applies class-validator's decorators to a parameter: to the one property of a class made for it. */
export function rulesCheck(rules: readonly PropertyDecorator[]): ParamCheck {
  class Parameter {
    constructor(readonly value: unknown) {}
  }
  // As decorators above a property are: the last one first.
  for (const rule of rules.toReversed()) rule(Parameter.prototype, "value");
  return async (value, path, report) => {
    for (const error of await validate(new Parameter(value))) reportError(error, path, report);
    return value;
  };
}

/** The second check after the first, unless that has found something. */
export function inTurn(
  first: ParamCheck | undefined,
  second: ParamCheck | undefined,
): ParamCheck | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return (value, path, report) => {
    let sound = true;
    const noting: ReportIssue = (issue) => {
      sound = false;
      report(issue);
    };
    const next = (checked: unknown) => (sound ? second(checked, path, report) : checked);
    const checked = first(value, path, noting);
    return isPromise(checked) ? checked.then(next) : next(checked);
  };
}
