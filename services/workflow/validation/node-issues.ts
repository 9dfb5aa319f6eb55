import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { WorkflowIssue } from "../workflow.api.js";
import type { KnownPorts } from "./known-ports.js";
import { problem } from "./workflow-issue.js";

/** Two nodes of one id, and types nobody knows. */
export function nodeIssues({ nodes }: WorkflowDraft, ports: KnownPorts): WorkflowIssue[] {
  const issues: WorkflowIssue[] = [];
  const ids = new Set<string>();
  for (const { id, type } of nodes) {
    if (ids.has(id)) issues.push(problem("duplicate-id", id, `Two nodes have the id "${id}"`));
    else if (ports.get(id) === undefined) {
      issues.push(problem("unknown-type", id, `There is no node type "${type}"`));
    }
    ids.add(id);
  }
  return issues;
}

/**
 * Required ports that nothing is given to. Those of a node that no edge reaches may be given to by the run.
 *
 * @param given The names of the run's inputs.
 */
export function missingInputs(
  { edges }: WorkflowDraft,
  ports: KnownPorts,
  given: ReadonlySet<string>,
): WorkflowIssue[] {
  const reached = new Map<string, Set<string>>();
  for (const { to } of edges) {
    const names = reached.get(to.node);
    if (names === undefined) reached.set(to.node, new Set([to.port]));
    else names.add(to.port);
  }
  return [...ports].flatMap(([id, known]) =>
    (known?.inputs ?? [])
      .filter(({ name, required }) => required && !(reached.get(id) ?? given).has(name))
      .map(({ name }) =>
        problem("missing-input", id, `Its input "${name}" is given nothing`, { port: name }),
      ),
  );
}
