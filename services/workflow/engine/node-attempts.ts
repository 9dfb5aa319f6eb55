import { RpcError, type RpcProgress } from "../../../decorators/index.js";
import { constantOf, withConstants } from "../../values/constant.js";
import type { WorkflowNode } from "../definition/workflow-node.js";
import type { NodeOutputs, NodeTypes } from "../node-types.js";
import type { NodeFinished, RunFailure } from "../run.api.js";
import { deadline } from "./deadline.js";
import { failureOf } from "./failure-of.js";
import { pause } from "./pause.js";
import type { RunJournal } from "./run-journal.js";
import { settle } from "./settle.js";

const DEFAULT_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 60_000;

const NO_PARAMETERS = constantOf({}, "parameters");

/** Milliseconds between two notes of one node's progress. */
const PROGRESS_INTERVAL_MS = 100;

/** Runs one node of a workflow: each try within its time, as many as its policy allows. */
export class NodeAttempts {
  constructor(
    private readonly types: NodeTypes,
    private readonly journal: RunJournal,
    /** Ends whatever goes on. */
    private readonly signal: AbortSignal,
  ) {}

  /** How the node ended. It never rejects. */
  async run(node: WorkflowNode, inputs: Record<string, unknown>): Promise<NodeFinished> {
    const began = performance.now();
    const { attempts = 1, backoffMs = DEFAULT_BACKOFF_MS } = node.retry ?? {};
    let attempt = 0;
    const finished = (end: Pick<NodeFinished, "status" | "outputs" | "error">): NodeFinished => ({
      type: "node-finished",
      nodeId: node.id,
      ...end,
      attempts: attempt,
      durationMs: performance.now() - began,
    });
    for (let retryOf: RunFailure | undefined; ; ) {
      try {
        attempt++;
        this.journal.note({ type: "node-started", nodeId: node.id, attempt, ...(retryOf && { retryOf }) });
        return finished({ status: "succeeded", outputs: await this.#attempt(node, inputs) });
      } catch (error) {
        retryOf = failureOf(error);
      }
      if (attempt < attempts) await pause(backoff(backoffMs, attempt), this.signal);
      if (this.signal.aborted) return finished({ status: "cancelled" });
      if (attempt >= attempts) return finished(failure(node, retryOf));
    }
  }

  async #attempt(node: WorkflowNode, inputs: Record<string, unknown>): Promise<NodeOutputs> {
    const { id, type, parameters = NO_PARAMETERS, timeoutMs } = node;
    const { signal, clear } = deadline(
      this.signal,
      timeoutMs,
      () => new RpcError("TIMEOUT", `The node ${id} took longer than ${timeoutMs} ms`),
    );
    let nextNote = 0;
    const progress = (update: RpcProgress) => {
      if (performance.now() < nextNote) return;
      nextNote = performance.now() + PROGRESS_INTERVAL_MS;
      this.journal.note({ type: "node-progress", nodeId: id, progress: update });
    };
    try {
      // Each try has what can be changed for itself.
      const given = {
        inputs: withConstants(inputs, "inputs"),
        parameters: constantOf(parameters, "parameters"),
      };
      return await settle(this.types.run(type, { ...given, signal, progress }), signal);
    } finally {
      // A node that goes on all the same is not heard any more.
      nextNote = Number.POSITIVE_INFINITY;
      clear();
    }
  }
}

/** How a node ends that failed; with outputs when the run goes on all the same. */
export function failure(
  { continueOnError }: WorkflowNode,
  error: RunFailure,
): Pick<NodeFinished, "status" | "outputs" | "error"> {
  return { status: "failed", error, ...(continueOnError && { outputs: { error } }) };
}

/** Milliseconds to wait after a try. */
const backoff = (ms: number, attempt: number) => Math.min(ms * 2 ** (attempt - 1), MAX_BACKOFF_MS);
