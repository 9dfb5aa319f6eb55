import type { WorkflowDraft } from "../definition/workflow-draft.js";
import { Graph } from "../engine/graph.js";
import { findDeadlock } from "../engine/topology.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { problem } from "./workflow-issue.js";

/** The most nodes of a cycle that a message names. */
const MAX_NAMED = 10;

/** Cycles, what waits for them, and nodes that nothing joins to the others. */
export function orderIssues({ nodes, edges }: WorkflowDraft): WorkflowIssue[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const graph = new Graph(ids, edges);
  const { cycles, behind } = findDeadlock(graph);
  return [
    ...cycles.map(cycleIssue),
    ...behind.map((node) => problem("unreachable", node, "It waits for a cycle, so it can never start")),
    ...(ids.size > 1 ? [...ids].filter((id) => isApart(graph, id)).map(apartWarning) : []),
  ];
}

function cycleIssue(cycle: readonly string[]): WorkflowIssue {
  const [first = ""] = cycle;
  const named = cycle.slice(0, MAX_NAMED);
  const way = [...named, ...(cycle.length > MAX_NAMED ? ["..."] : []), first].join(" -> ");
  return problem("cycle", first, `It waits for itself: ${way}`);
}

const isApart = (graph: Graph, id: string): boolean =>
  graph.incoming(id).length === 0 && graph.outgoing(id).length === 0;

const apartWarning = (node: string): WorkflowIssue => ({
  code: "unreachable",
  severity: "warning",
  node,
  message: "No edge joins it to the other nodes",
});
