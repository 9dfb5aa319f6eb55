import type { PayloadLimits } from "../../../decorators/metadata.js";
import { UNSURE } from "../../validation/acceptor.js";
import { invalidParams, type ValidationIssue } from "../../validation/issue.js";
import { checkPayload, PayloadWalk } from "../../validation/payload-limits.js";
import type { ParamDefinition } from "../boot/method-definition.js";
import { ANYTHING } from "./check.js";

/** Turns the parameters on the wire into checked ones, in the same order; at once where no check has to wait. */
export type ParamsCheck = (params: readonly unknown[]) => unknown[] | Promise<unknown[]>;

/**
 * Compiles the check of one method's parameters. Missing, `null` and superfluous parameters are refused; an optional
 * parameter takes both `null` and absence, and the handler gets `undefined`.
 *
 * Parameters that the acceptors are sure of have been counted on the way. All others are held to the payload limits
 * before anything is made of them.
 *
 * What the check throws is an RpcError: INVALID_PARAMS with the issues, or PAYLOAD_TOO_LARGE.
 */
export function compileParamsCheck(
  definitions: readonly ParamDefinition[],
  limits: PayloadLimits,
): ParamsCheck {
  const wire = definitions.filter(({ source }) => source === "wire");
  return (params) => {
    const accepted = accept(wire, params, limits);
    if (accepted !== undefined) return accepted;
    checkPayload(params, limits);
    return explain(wire, params);
  };
}

/** The checked parameters, unless one of them takes a closer look. */
function accept(
  wire: readonly ParamDefinition[],
  params: readonly unknown[],
  limits: PayloadLimits,
): unknown[] | undefined {
  const walk = new PayloadWalk(limits);
  const { length } = params;
  if (length > wire.length || length > limits.maxArrayLength || !walk.count(length)) return undefined;
  const accepted: unknown[] = [];
  try {
    for (let index = 0; index < wire.length; index++) {
      const { check, optional } = wire[index]!;
      const value = params[index];
      if (value === undefined || value === null) {
        if (!optional) return undefined;
        accepted.push(check ? undefined : value);
        continue;
      }
      const checked = (check ?? ANYTHING).accept(value, 1, walk);
      if (checked === UNSURE) return undefined;
      accepted.push(checked);
    }
  } catch {
    // The libraries will throw it too, or say what is wrong.
    return undefined;
  }
  return accepted;
}

async function explain(wire: readonly ParamDefinition[], params: readonly unknown[]): Promise<unknown[]> {
  const explained = await Promise.all(
    wire.map((definition, index) => explainOne(definition, params[index], `params[${index}]`)),
  );
  const superfluous = params.slice(wire.length).map((_, index) => ({
    path: `params[${wire.length + index}]`,
    constraint: "unexpected",
    message: `must be left out: the method takes ${wire.length}`,
  }));
  const issues = [...explained.flatMap((param) => param.issues), ...superfluous];
  if (issues.length > 0) throw invalidParams(issues);
  return explained.map(({ checked }) => checked);
}

async function explainOne(
  { check, optional }: ParamDefinition,
  value: unknown,
  path: string,
): Promise<{ checked: unknown; issues: readonly ValidationIssue[] }> {
  if (value === undefined || value === null) {
    return { checked: check ? undefined : value, issues: optional ? [] : [absent(path, value)] };
  }
  const issues: ValidationIssue[] = [];
  const checked = await (check ?? ANYTHING).explain(value, path, (issue) => void issues.push(issue));
  return { checked, issues };
}

const absent = (path: string, value: undefined | null): ValidationIssue => ({
  path,
  constraint: "isDefined",
  message: value === null ? "must not be null" : "is missing",
});
