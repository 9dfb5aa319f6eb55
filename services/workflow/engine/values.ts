import { own } from "../../values/own.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { WorkflowEdge } from "../definition/workflow-edge.js";
import type { NodeOutputs } from "../node-types.js";

/** What a node works on: what its edges carry, or the run's inputs when none reaches it. */
export function inputsOf(
  edges: readonly WorkflowEdge[],
  outputs: ReadonlyMap<string, NodeOutputs>,
  runInputs: Record<string, unknown>,
): Record<string, unknown> {
  if (edges.length === 0) return { ...runInputs };
  return present(edges.map(({ from, to }) => [to.port, own(outputs.get(from.node), from.port)]));
}

/** What a workflow gives: the outputs it names, else those of the nodes that no edge leaves. */
export function outputsOf(
  { outputs: named = [], edges }: WorkflowDraft,
  outputs: ReadonlyMap<string, NodeOutputs>,
): Record<string, unknown> {
  if (named.length > 0) {
    return present(named.map(({ name, from }) => [name, own(outputs.get(from.node), from.port)]));
  }
  const left = new Set(edges.map(({ from }) => from.node));
  return present([...outputs].filter(([node]) => !left.has(node)));
}

/** Own properties whatever their names, without those that are undefined. */
function present(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
