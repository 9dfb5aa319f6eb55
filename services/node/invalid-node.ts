import { RpcError } from "../../decorators/index.js";

/** One reason why a node cannot run with what it was given; `INVALID_PARAMS` has them as `data.issues`. */
export interface NodeIssue {
  /** Where, e.g. `parameters.concurrency` or `inputs.items`. */
  path: string;
  /** The rule that was broken: class-validator's name of it, e.g. `isString`. */
  constraint: string;
  message: string;
}

export function invalidNode(...issues: NodeIssue[]): RpcError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new RpcError("INVALID_PARAMS", `${first?.path}: ${first?.message}${more}`, { data: { issues } });
}
