import { validate } from "class-validator";
import { UNSURE } from "../../validation/acceptor.js";
import { acceptors } from "../../validation/acceptors.js";
import { issuesOf } from "../../validation/explain.js";
import type { ReportIssue } from "../../validation/issue.js";
import { checkOf, type ParamCheck } from "./check.js";

/** Lets those values pass that are among the given ones. */
export function valuesCheck(values: readonly unknown[]): ParamCheck {
  const known = new Set(values);
  const names = values.map(String).join(", ");
  return checkOf((value) => known.has(value), "isEnum", `must be one of the following values: ${names}`);
}

/** Applies class-validator's decorators to a parameter: to the one property of a class made for it. */
export function rulesCheck(rules: readonly PropertyDecorator[]): ParamCheck {
  class Parameter {
    value: unknown;
  }
  // As decorators above a property are: the last one first.
  for (const rule of rules.toReversed()) rule(Parameter.prototype, "value");
  const parameter = acceptors.of(Parameter);
  return {
    accept: (value, depth, walk) =>
      parameter.accept({ value }, depth - 1, walk) === UNSURE ? UNSURE : value,
    explain: async (value, path, report) => {
      const errors = await validate(Object.assign(new Parameter(), { value }));
      for (const error of errors) issuesOf({ ...error, property: undefined } as never, path).forEach(report);
      return value;
    },
  };
}

/** The second check after the first, unless that has found something. */
export function inTurn(
  first: ParamCheck | undefined,
  second: ParamCheck | undefined,
): ParamCheck | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return {
    accept: (value, depth, walk) => {
      const accepted = first.accept(value, depth, walk);
      return accepted === UNSURE ? UNSURE : second.accept(accepted, depth, walk);
    },
    explain: async (value, path, report) => {
      let sound = true;
      const noting: ReportIssue = (issue) => {
        sound = false;
        report(issue);
      };
      const checked = await first.explain(value, path, noting);
      return sound ? second.explain(checked, path, report) : checked;
    },
  };
}
