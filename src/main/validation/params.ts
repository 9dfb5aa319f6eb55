import type { PayloadLimits } from "../../../decorators/metadata.js";
import type { ParamDefinition } from "../boot/method-definition.js";
import type { ValidationIssue } from "./issue.js";
import { invalidParams } from "./issue.js";
import { checkPayload } from "./payload-limits.js";

/** Turns the parameters on the wire into checked ones, in the same order. */
export type ParamsCheck = (params: readonly unknown[]) => Promise<unknown[]>;

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
  const wire = definitions.filter(({ source }) => source === "wire");
  return async (params) => {
    checkPayload(params, limits);
    const issues: ValidationIssue[] = [];
    const report = (issue: ValidationIssue) => issues.push(issue);
    const checked: unknown[] = [];
    for (const [index, { check, optional }] of wire.entries()) {
      const value = params[index];
      const path = `params[${index}]`;
      if (value === undefined || value === null) {
        checked.push(check === undefined && value === null ? null : undefined);
        if (!optional) report(absent(path, value));
      } else {
        checked.push(check === undefined ? value : await check(value, path, report));
      }
    }
    for (let index = wire.length; index < params.length; index++) {
      report({
        path: `params[${index}]`,
        constraint: "unexpected",
        message: `must be left out: the method takes ${wire.length}`,
      });
    }
    if (issues.length > 0) throw invalidParams(issues);
    return checked;
  };
}

const absent = (path: string, value: undefined | null): ValidationIssue => ({
  path,
  constraint: "isDefined",
  message: value === null ? "must not be null" : "is missing",
});
