import { RpcError } from "../../../decorators/index.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { NodeTypes } from "../node-types.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { edgeIssues } from "./edge-issues.js";
import { knownPorts } from "./known-ports.js";
import { missingInputs, nodeIssues } from "./node-issues.js";
import { orderIssues } from "./order-issues.js";
import { outputIssues } from "./output-issues.js";
import { parameterIssues } from "./parameter-issues.js";

/** The most issues that a refusal names. */
const MAX_ISSUES = 100;

/**
 * All that speaks against a workflow. Others get their turn while it looks.
 *
 * @param inputs What the run is given; its names count. Default: nothing.
 */
export async function validateWorkflow(
  workflow: WorkflowDraft,
  types: NodeTypes,
  inputs: Record<string, unknown> = {},
): Promise<WorkflowIssue[]> {
  return [...structureIssues(workflow, types, inputs), ...(await parameterIssues(workflow, types))];
}

/** The same without the nodes' parameters, which each node checks itself when it runs. */
export function structureIssues(
  workflow: WorkflowDraft,
  types: NodeTypes,
  inputs: Record<string, unknown>,
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

/** @throws RpcError `INVALID_WORKFLOW` when an issue is an error, with these in `data.issues`. */
export function assertRunnable(issues: readonly WorkflowIssue[]): void {
  const errors = issues.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new RpcError(
    "INVALID_WORKFLOW",
    `The workflow cannot be run: node "${first.node}": ${first.message}${more}`,
    { data: { issues: errors.slice(0, MAX_ISSUES) } },
  );
}
