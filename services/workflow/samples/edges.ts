import type { WorkflowEdge } from "../definition/workflow-edge.js";

/** Edges written as `node.port`, from and to; ids have no dots in samples. */
export const edges = (...ends: readonly (readonly [from: string, to: string])[]): WorkflowEdge[] =>
  ends.map(([from, to]) => ({ from: port(from), to: port(to) }));

function port(end: string): WorkflowEdge["from"] {
  const [node = "", port = ""] = end.split(".");
  return { node, port };
}
