import type { PayloadLimits } from "../../../decorators/metadata.js";
import type { ParamDefinition } from "../boot/method-definition.js";
import type { ValidationIssue } from "./issue.js";
import { invalidParams } from "./issue.js";
import { checkPayload } from "./payload-limits.js";

/** Turns the parameters on the wire into checked ones, in the same order; at once where no check has to wait. */
export type ParamsCheck = (params: readonly unknown[]) => unknown[] | Promise<unknown[]>;

/**
 * Compiles the check of one method's parameters. Payload limits come first, before anything is made.
 * Missing, `null` and superfluous parameters are refused; an optional parameter takes both `null` and
 * absence, and the handler gets `undefined`.
 *
 * What the check throws is an RpcError: INVALID_PARAMS with every issue, or PAYLOAD_TOO_LARGE.
 */
export function compileParamsCheck(
  definitions: readonly ParamDefinition[],
  limits: PayloadLimits,
): ParamsCheck {
  const wire = definitions
    .filter(({ source }) => source === "wire")
    .map(({ check, optional }, index) => ({ check, optional, path: `params[${index}]` }));
  return (params) => {
    checkPayload(params, limits);
    const issues: ValidationIssue[] = [];
    const report = (issue: ValidationIssue) => void issues.push(issue);
    const results = wire.map(({ check, optional, path }, index) => {
      const value = params[index];
      if (value !== undefined && value !== null)
        return check === undefined ? value : check(value, path, report);
      if (!optional) report(absent(path, value));
      return check === undefined ? value : undefined;
    });
    for (let index = wire.length; index < params.length; index++) {
      report({
        path: `params[${index}]`,
        constraint: "unexpected",
        message: `must be left out: the method takes ${wire.length}`,
      });
    }
    const settle = (checked: unknown[]): unknown[] => {
      if (issues.length > 0) throw invalidParams(issues);
      return checked;
    };
    return results.some((result) => result instanceof Promise)
      ? Promise.all(results).then(settle)
      : settle(results);
  };
}

const absent = (path: string, value: undefined | null): ValidationIssue => ({
  path,
  constraint: "isDefined",
  message: value === null ? "must not be null" : "is missing",
});
