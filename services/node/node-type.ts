import type { ServiceIdentifier } from "inversify";

/**
 * A kind of node. To add one, write a class and bind it:
 *
 * @example bind(NodeType).to(HttpRequestNode).inSingletonScope();
 */
export interface NodeType {
  /** Unique among all types, e.g. `transform`. */
  readonly type: string;
  /** Resolves to the outputs; whatever it throws is reported as the node's failure. */
  execute(run: NodeRun): Promise<Record<string, unknown>>;
}

export const NodeType: ServiceIdentifier<NodeType> = Symbol.for("atomiton/NodeType");

export interface NodeRun {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Fires when nobody waits for the outputs any more; the node then stops as soon as it can. */
  readonly signal: AbortSignal;
}
