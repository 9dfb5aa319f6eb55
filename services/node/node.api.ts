import type { RpcEvent } from "../../decorators/index.js";
import type { NodeExecuteParams } from "./node-execute.params.js";

/** The domain `node`: runs single nodes of an automation. */
export interface NodeApi {
  /**
   * Runs a node. A node that fails is a result with `success: false`.
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
