import type { RpcEvent } from "../../decorators/index.js";
import type { NodeExecuteParams } from "./node-execute.params.js";
import type { NodeDescription } from "./node-type.js";

/** The domain `node`: runs single nodes of an automation. */
export interface NodeApi {
  /** Every node type there is. */
  list(): Promise<NodeDescription[]>;
  /** @throws RpcError `NOT_FOUND` for a type nobody registered. */
  describe(type: string): Promise<NodeDescription>;
  /**
   * Runs a node, and tells the caller how far it is. A node that fails is a result with `success: false`,
   * also one that its inputs or parameters do not suit: its code is `INVALID_PARAMS`.
   *
   * @throws RpcError `NOT_FOUND` for a type nobody registered, `CANCELLED` when `signal` ended the run.
   */
  execute(params: NodeExecuteParams, signal?: AbortSignal): Promise<NodeExecuteResult>;
  /** How the node's latest run is. The last 1,000 nodes that finished are remembered. */
  getStatus(nodeId: string): Promise<NodeStatus>;
  /** Follows each change of a node's status. */
  readonly onStatus: RpcEvent<NodeStatus>;
}

export interface NodeExecuteResult {
  nodeId: string;
  success: boolean;
  /** What the node gave; empty when it failed. */
  outputs: Record<string, unknown>;
  durationMs: number;
  /** Only when `success` is false. */
  error?: NodeFailure;
}

export interface NodeFailure {
  /** The code of the `RpcError` the node threw, else `NODE_FAILED`. */
  code: string;
  message: string;
  /** What the node said beyond that, e.g. the `issues` of `INVALID_PARAMS`. */
  data?: unknown;
}

export type NodeState = "idle" | "running" | NodeOutcome;

export type NodeOutcome = "succeeded" | "failed" | "cancelled";

export interface NodeStatus {
  nodeId: string;
  /** `idle` when the node has not run, or so long ago that it is forgotten. */
  status: NodeState;
  /** Milliseconds since the Unix epoch. Absent while `idle`. */
  startedAt?: number;
  /** Milliseconds since the Unix epoch. Absent while `idle` or `running`. */
  finishedAt?: number;
}
