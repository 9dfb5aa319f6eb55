import { RpcError } from "../../../decorators/rpc-error.js";

/** One reason why a parameter was refused; an `INVALID_PARAMS` error carries up to 100 as `data.issues`. */
export interface ValidationIssue {
  /** Where, e.g. `params[0].address.city`. */
  path: string;
  /** The rule that was broken: class-validator's name of it, e.g. `isString`. */
  constraint: string;
  message: string;
}

/** Issues one error names; a long list with one mistake in each element would make a far longer reply. */
const MAX_ISSUES = 100;

export function invalidParams(issues: readonly ValidationIssue[]): RpcError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new RpcError("INVALID_PARAMS", `Invalid params: ${first?.path}: ${first?.message}${more}`, {
    data: { issues: issues.slice(0, MAX_ISSUES) },
  });
}
