import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { WorkflowNode } from "../definition/workflow-node.js";
import type { NodePort, NodePorts, NodeTypes } from "../node-types.js";

/** A workflow's nodes by id, each with its ports; without them when its type is unknown. */
export type KnownPorts = ReadonlyMap<string, NodePorts | undefined>;

export function knownPorts({ nodes }: WorkflowDraft, types: NodeTypes): KnownPorts {
  return new Map(nodes.map((node) => [node.id, portsOf(node, types)]));
}

/** The port that goes by the name, or the one that stands for every other. */
export const portNamed = (ports: readonly NodePort[], name: string): NodePort | undefined =>
  ports.find((port) => port.name === name) ?? ports.find((port) => port.name === "*");

function portsOf({ type, continueOnError }: WorkflowNode, types: NodeTypes): NodePorts | undefined {
  try {
    const { inputs, outputs } = types.get(type);
    return { inputs, outputs: continueOnError ? [...outputs, { name: "error", type: "object" }] : outputs };
  } catch {
    return undefined;
  }
}
