import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { unknownPort } from "./edge-issues.js";
import type { KnownPorts } from "./known-ports.js";
import { problem } from "./workflow-issue.js";

/** Outputs of the workflow that come from nowhere, and two of one name. */
export function outputIssues({ outputs = [] }: WorkflowDraft, ports: KnownPorts): WorkflowIssue[] {
  const names = new Set<string>();
  return outputs.flatMap(({ name, from }) => {
    const issues: WorkflowIssue[] = [];
    if (names.has(name)) issues.push(problem("taken", from.node, `Two outputs are called "${name}"`));
    names.add(name);
    if (!ports.has(from.node)) {
      const message = `The output "${name}" comes from the node "${from.node}", which is not there`;
      issues.push(problem("missing-node", from.node, message));
    }
    const unknown = unknownPort(from, ports.get(from.node)?.outputs);
    return unknown ? [...issues, unknown] : issues;
  });
}
