import { setImmediate } from "node:timers/promises";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { NodeTypes } from "../node-types.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { problem } from "./workflow-issue.js";

/** How many nodes are checked before others get a turn. */
const NODES_PER_TURN = 50;

/** Parameters that are not as a node's type asks. */
export async function parameterIssues({ nodes }: WorkflowDraft, types: NodeTypes): Promise<WorkflowIssue[]> {
  const issues: WorkflowIssue[] = [];
  for (const [index, { id, type, parameters = {} }] of nodes.entries()) {
    if (index % NODES_PER_TURN === 0) await setImmediate();
    for (const { path, message } of await types.checkParameters(type, parameters)) {
      issues.push(problem("invalid-parameter", id, `${path}: ${message}`, { path }));
    }
  }
  return issues;
}
