import type { WorkflowIssue, WorkflowIssueCode } from "../workflow.api.js";

/** What is wrong, so that the workflow cannot be run. */
export const problem = (
  code: WorkflowIssueCode,
  node: string,
  message: string,
  place: Pick<WorkflowIssue, "port" | "path" | "edge"> = {},
): WorkflowIssue => ({ code, severity: "error", node, message, ...place });
