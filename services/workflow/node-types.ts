import type { ServiceIdentifier } from "inversify";
import type { RpcProgress } from "../../decorators/index.js";

/** The node types there are: what workflows need of whoever knows nodes. */
export interface NodeTypes {
  /** @throws RpcError `NOT_FOUND`. */
  get(type: string): NodePorts;
  /** What is wrong with the parameters of a node; nothing when there is no such type. */
  checkParameters(type: string, parameters: Record<string, unknown>): Promise<readonly ParameterIssue[]>;
  /** Runs one node and gives its outputs, plain data; rejects with whatever the node throws. */
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

/** One reason why a node cannot run with its parameters. */
export interface ParameterIssue {
  /** Where, e.g. `parameters.concurrency`. */
  readonly path: string;
  readonly message: string;
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
