import type { ServiceIdentifier } from "inversify";
import type { RpcProgress } from "../../decorators/index.js";

/** The node types there are: what workflows need of whoever knows nodes. */
export interface NodeTypes {
  /** @throws RpcError `NOT_FOUND`. */
  get(type: string): NodePorts;
  /** Runs one node and gives its outputs; rejects with whatever the node throws. */
  run(type: string, request: NodeRequest): Promise<NodeOutputs>;
}

export const NodeTypes: ServiceIdentifier<NodeTypes> = Symbol.for("atomiton/workflow/NodeTypes");

export interface NodePorts {
  readonly inputs: readonly NodePort[];
  readonly outputs: readonly NodePort[];
}

export interface NodePort {
  /** `*` stands for a port of every other name. */
  readonly name: string;
  /** `any` goes with every type, any other only with itself. */
  readonly type: string;
  readonly required?: boolean;
}

export interface NodeRequest {
  inputs: Record<string, unknown>;
  parameters: Record<string, unknown>;
  /** Ends the run of the node. */
  signal: AbortSignal;
  progress(update: RpcProgress): void;
}

/** What a node gave, by port. */
export type NodeOutputs = Record<string, unknown>;
