import { RpcError } from "../../decorators/rpc-error.js";
import type { RunEvent, RunFailure, RunOutcome } from "../../services/workflow/run.api.js";
import { callListener } from "../renderer/call-listener.js";
import { ReplayLog } from "./replay-log.js";

/** How a run ended. */
export interface WorkflowResult {
  /** What `getRun` and `resume` know it by. */
  runId: string;
  status: RunOutcome;
  /** What the workflow gave. */
  outputs: Record<string, unknown>;
  /** Only when `status` is `failed`. */
  error?: RunFailure;
}

/** How far a run is. */
export interface WorkflowProgress {
  /** Nodes that have finished. */
  done: number;
  /** Nodes in all. */
  total: number;
}

/** One run of a workflow, while it goes on and afterwards. */
export interface WorkflowExecution {
  /**
   * How the run ended; one that failed is a result with `status: "failed"`. It rejects when there was
   * nothing to run, the caller's signal fired or the connection was lost.
   */
  readonly result: Promise<WorkflowResult>;
  /** What happens, from the first event on however late it is read, and for as many readers as there are. */
  readonly events: AsyncIterable<RunEvent>;
}

/** Reads a run's stream to its end, whether anybody listens or not. */
export function execution(
  stream: AsyncIterable<RunEvent>,
  onProgress: (progress: WorkflowProgress) => void = () => {},
): WorkflowExecution {
  const events = new ReplayLog<RunEvent>();
  const result = follow(stream, events, onProgress);
  // Whoever reads the events alone learns of an error there.
  result.catch(() => {});
  return { result, events };
}

async function follow(
  stream: AsyncIterable<RunEvent>,
  log: ReplayLog<RunEvent>,
  onProgress: (progress: WorkflowProgress) => void,
): Promise<WorkflowResult> {
  const progress: WorkflowProgress = { done: 0, total: 0 };
  let result: WorkflowResult | undefined;
  try {
    for await (const event of stream) {
      log.add(event);
      if (countsInto(progress, event)) callListener(onProgress, { ...progress });
      if (event.type === "finished") result = resultOf(event);
    }
    if (result === undefined) throw new RpcError("UNAVAILABLE", "The stream of the run ended before the run");
    log.end();
    return result;
  } catch (error) {
    log.end({ error });
    throw error;
  }
}

/** Whether the event changed how far the run is. */
function countsInto(progress: WorkflowProgress, event: RunEvent): boolean {
  if (event.type === "started") {
    progress.done = event.finished;
    progress.total = event.nodes;
  } else if (event.type === "node-finished" && event.outputs !== undefined) progress.done++;
  else return false;
  return true;
}

function resultOf({ runId, status, outputs, error }: RunEvent & { type: "finished" }): WorkflowResult {
  return { runId, status, outputs, ...(error && { error }) };
}
