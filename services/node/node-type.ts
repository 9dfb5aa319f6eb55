import type { Newable, ServiceIdentifier } from "inversify";
import type { RpcProgress } from "../../decorators/index.js";

/**
 * A kind of node. To add one, write a class and bind it:
 *
 * @example bind(NodeType).to(HttpRequestNode).inSingletonScope();
 */
export interface NodeType {
  /** Unique among all types, e.g. `http-request`. */
  readonly type: string;
  readonly title: string;
  /** Under which heading an editor offers it, e.g. `Data`. */
  readonly category: string;
  /** What it does, in a sentence. */
  readonly description: string;
  readonly inputs: readonly PortDescription[];
  readonly outputs: readonly PortDescription[];
  /** DTO class of its parameters. Default: they are handed over unchecked. */
  readonly parameters?: Newable<object>;
  /**
   * Resolves to the outputs, by port; in a workflow they are plain data, taken as they are then. Whatever it
   * throws is reported as the node's failure.
   */
  execute(run: NodeRun): Promise<Record<string, unknown>>;
}

export const NodeType: ServiceIdentifier<NodeType> = Symbol.for("atomiton/NodeType");

export interface NodeRun<Parameters extends object = object> {
  /** Checked against the type's ports. In a workflow they are frozen, except what cannot be. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** A validated instance of the type's DTO class, or what was given when it has none. */
  readonly parameters: Readonly<Parameters>;
  /** Fires when nobody waits for the outputs any more; the node then stops as soon as it can. */
  readonly signal: AbortSignal;
  /** Tells how far the work is. */
  progress(update: RpcProgress): void;
}

export type ValueType = "any" | "string" | "number" | "boolean" | "object" | "array" | "bytes";

export interface PortDescription {
  /** `*` stands for a port of every other name. */
  name: string;
  type: ValueType;
  /** Whether the node cannot run without it. Default false. */
  required?: boolean;
  description?: string;
}

export interface ParameterDescription {
  name: string;
  type: ValueType;
  /** Whether the node cannot run without it. */
  required: boolean;
  /** What it is when it is not given. */
  default?: unknown;
  /** class-validator's rules by name, each with its arguments, e.g. `{ min: [0], isInt: [] }`. */
  constraints: Record<string, unknown[]>;
}

/** All that an editor needs to offer a node type. */
export interface NodeDescription {
  type: string;
  title: string;
  category: string;
  description: string;
  inputs: PortDescription[];
  outputs: PortDescription[];
  parameters: ParameterDescription[];
}
