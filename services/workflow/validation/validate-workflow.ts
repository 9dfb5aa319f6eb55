import { RpcError } from "../../../decorators/index.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { NodeTypes } from "../node-types.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { edgeIssues } from "./edge-issues.js";
import { knownPorts } from "./known-ports.js";
import { missingInputs, nodeIssues } from "./node-issues.js";
import { orderIssues } from "./order-issues.js";
import { outputIssues } from "./output-issues.js";

/** The most issues that a refusal names. */
const MAX_ISSUES = 100;

/**
 * All that speaks against a workflow.
 *
 * @param inputs What the run is given; its names count. Default: nothing.
 */
export function validateWorkflow(
  workflow: WorkflowDraft,
  types: NodeTypes,
  inputs: Record<string, unknown> = {},
): WorkflowIssue[] {
  const ports = knownPorts(workflow, types);
  return [
    ...nodeIssues(workflow, ports),
    ...edgeIssues(workflow, ports),
    ...outputIssues(workflow, ports),
    ...missingInputs(workflow, ports, new Set(Object.keys(inputs))),
    ...orderIssues(workflow),
  ];
}

/** @throws RpcError `INVALID_WORKFLOW`, with the issues in `data.issues`. */
export function assertRunnable(
  workflow: WorkflowDraft,
  types: NodeTypes,
  inputs: Record<string, unknown>,
): void {
  const issues = validateWorkflow(workflow, types, inputs).filter(({ severity }) => severity === "error");
  const [first] = issues;
  if (first === undefined) return;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  throw new RpcError(
    "INVALID_WORKFLOW",
    `The workflow cannot be run: node "${first.node}": ${first.message}${more}`,
    { data: { issues: issues.slice(0, MAX_ISSUES) } },
  );
}
