import { RpcError } from "../../decorators/rpc-error.js";

/** One reason why a value was refused; an `INVALID_PARAMS` error carries up to 100 as `data.issues`. */
export interface ValidationIssue {
  /** Where, e.g. `params[0].address.city`. */
  path: string;
  /** The rule that was broken: class-validator's name of it, e.g. `isString`. */
  constraint: string;
  message: string;
}

/** Takes what is wrong with a value. */
export type ReportIssue = (issue: ValidationIssue) => void;

/** Issues one error names; a long list with one mistake in each element would make a far longer reply. */
export const MAX_ISSUES = 100;

/** An `INVALID_PARAMS` error of what was found, in the words `Invalid params: path: message`. */
export function invalidParams(issues: readonly ValidationIssue[], what = "Invalid params"): RpcError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new RpcError("INVALID_PARAMS", `${what}: ${first?.path}: ${first?.message}${more}`, {
    data: { issues: issues.slice(0, MAX_ISSUES) },
  });
}

/** The path of what is inside: of an element by its index, of a property by its name. */
export const pathIn = (path: string, key: string | number): string =>
  typeof key === "number" || /^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`;
