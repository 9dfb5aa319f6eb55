import type { RpcProgress } from "../../decorators/index.js";

/** What happens in a run, in order. Each is on the disk before it is told. */
export type RunEvent = RunEventContent & {
  runId: string;
  /** From 1, without gaps, over all that is told of the run, its resumptions included. */
  sequence: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
};

export type RunEventContent = RunStarted | NodeStarted | NodeProgressed | NodeFinished | RunFinished;

export interface RunStarted {
  type: "started";
  /** How many nodes the workflow has. */
  nodes: number;
  /** How many of them finished before, in the run that is resumed; 0 in a new run. */
  finished: number;
}

export interface NodeStarted {
  type: "node-started";
  nodeId: string;
  /** The first try of the node is 1. */
  attempt: number;
  /** Why the try before this one failed. */
  retryOf?: RunFailure;
}

/** At most ten a second are told of each node. */
export interface NodeProgressed {
  type: "node-progress";
  nodeId: string;
  progress: RpcProgress;
}

export interface NodeFinished {
  type: "node-finished";
  nodeId: string;
  status: "succeeded" | "failed" | "cancelled";
  /** By port. Present when the run goes on with them, and the node need never run again. */
  outputs?: Record<string, unknown>;
  /** Only when it failed. */
  error?: RunFailure;
  /** How often it was tried. */
  attempts: number;
  durationMs: number;
}

export interface RunFinished {
  type: "finished";
  status: RunOutcome;
  /** What the workflow gives; what did not come to be is left out. */
  outputs: Record<string, unknown>;
  /** Only when it failed. */
  error?: RunFailure;
}

export interface RunFailure {
  /** The code of the `RpcError` that was thrown, else `NODE_FAILED`. */
  code: string;
  message: string;
  /** What the node said beyond that, e.g. the `issues` of `INVALID_PARAMS`; not when it has more than 64 KiB. */
  data?: unknown;
  /** Of a run: the node whose failure ended it. */
  nodeId?: string;
}

export type RunOutcome = "succeeded" | "failed" | "cancelled";

/** `interrupted`: the process ended before the run did. */
export type RunStatus = "running" | "interrupted" | RunOutcome;

export interface RunSummary {
  id: string;
  /** Absent when what ran was never stored. */
  workflowId?: string;
  workflowName: string;
  status: RunStatus;
  /** Milliseconds since the Unix epoch. */
  startedAt: number;
  /** Milliseconds since the Unix epoch. Absent while it runs, and when it was interrupted. */
  finishedAt?: number;
}

export interface RunRecord extends RunSummary {
  inputs: Record<string, unknown>;
  /** All that has been told of it. */
  events: RunEvent[];
}
