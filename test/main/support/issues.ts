import { RpcError } from "../../../decorators/index.js";
import type { ValidationIssue } from "../../../src/main/index.js";

/** What is wrong with a call's parameters; a call that fails otherwise, or not at all, fails the test. */
export async function issuesOf(call: Promise<unknown>): Promise<ValidationIssue[]> {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === "rejected" && outcome.reason instanceof RpcError) {
    const { code, data } = outcome.reason;
    if (code === "INVALID_PARAMS") return (data as { issues: ValidationIssue[] }).issues;
  }
  throw new Error("Expected INVALID_PARAMS", { cause: outcome });
}
