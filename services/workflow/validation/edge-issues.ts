import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { PortReference, WorkflowEdge } from "../definition/workflow-edge.js";
import type { NodePort } from "../node-types.js";
import type { WorkflowIssue } from "../workflow.api.js";
import { type KnownPorts, portNamed } from "./known-ports.js";
import { problem } from "./workflow-issue.js";

/** Edges whose ends are not there, do not go together, or lead where another leads. */
export function edgeIssues({ edges }: WorkflowDraft, ports: KnownPorts): WorkflowIssue[] {
  const taken = new Set<string>();
  return edges.flatMap(({ from, to }, edge) => {
    const key = JSON.stringify([to.node, to.port]);
    const twice = taken.has(key);
    taken.add(key);
    const issues = [...endIssues({ from, to }, edge, ports), ...typeIssues({ from, to }, edge, ports)];
    if (twice) {
      const message = `Another edge leads to its input "${to.port}" already`;
      issues.push(problem("taken", to.node, message, { port: to.port, edge }));
    }
    return issues;
  });
}

function endIssues({ from, to }: WorkflowEdge, edge: number, ports: KnownPorts): WorkflowIssue[] {
  const issues: WorkflowIssue[] = [];
  if (!ports.has(from.node)) {
    const message = `An edge comes from the node "${from.node}", which is not there`;
    issues.push(problem("missing-node", ports.has(to.node) ? to.node : from.node, message, { edge }));
  }
  if (!ports.has(to.node)) {
    const message = `An edge leads to the node "${to.node}", which is not there`;
    issues.push(problem("missing-node", ports.has(from.node) ? from.node : to.node, message, { edge }));
  }
  const output = unknownPort(from, ports.get(from.node)?.outputs);
  if (output) issues.push({ ...output, edge });
  const input = unknownPort(to, ports.get(to.node)?.inputs, "input");
  if (input) issues.push({ ...input, edge });
  return issues;
}

/** The issue of a port that a node of a known type does not have. */
export function unknownPort(
  { node, port }: PortReference,
  known: readonly NodePort[] | undefined,
  direction: "input" | "output" = "output",
): WorkflowIssue | undefined {
  if (known === undefined || portNamed(known, port) !== undefined) return undefined;
  return problem("unknown-port", node, `It has no ${direction} "${port}"`, { port });
}

function typeIssues({ from, to }: WorkflowEdge, edge: number, ports: KnownPorts): WorkflowIssue[] {
  const gives = portNamed(ports.get(from.node)?.outputs ?? [], from.port)?.type ?? "any";
  const takes = portNamed(ports.get(to.node)?.inputs ?? [], to.port)?.type ?? "any";
  if (gives === takes || gives === "any" || takes === "any") return [];
  const message = `Its input "${to.port}" takes ${takes}; "${from.port}" of "${from.node}" gives ${gives}`;
  return [problem("type-mismatch", to.node, message, { port: to.port, edge })];
}
