import { setMaxListeners } from "node:events";
import { isRecord } from "../../../src/validation/is-record.js";
import { constantOf } from "../../values/constant.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { WorkflowEdge } from "../definition/workflow-edge.js";
import type { WorkflowNode } from "../definition/workflow-node.js";
import type { NodeOutputs, NodeTypes } from "../node-types.js";
import type { NodeFinished, RunFailure, RunFinished } from "../run.api.js";
import { failureOf } from "./failure-of.js";
import { Graph } from "./graph.js";
import { failure, NodeAttempts } from "./node-attempts.js";
import type { RunJournal } from "./run-journal.js";
import { Scheduler } from "./scheduler.js";
import { inputsOf, outputsOf } from "./values.js";

/** How many nodes of one run work at a time. */
const MAX_RUNNING = 16;

export interface RunPlan {
  /** Valid. */
  workflow: WorkflowDraft;
  inputs: Record<string, unknown>;
  /** What the nodes gave that have finished before and do not run again. */
  finished?: ReadonlyMap<string, NodeOutputs>;
}

/**
 * One run of a workflow. A node starts when all it waits for is kept in the journal; the first failure
 * that is not to be passed over stops the others.
 */
export class WorkflowRun {
  readonly #nodes: ReadonlyMap<string, WorkflowNode>;
  readonly #graph: Graph<WorkflowEdge>;
  readonly #scheduler: Scheduler;
  readonly #inputs: Record<string, unknown>;
  /** Each as it was when its node ended. */
  readonly #outputs = new Map<string, NodeOutputs>();
  readonly #abort = new AbortController();
  readonly #attempts: NodeAttempts;
  #running = 0;
  #failure: RunFailure | undefined;
  /** The journal's failure, which is the run's own. */
  #broken: { error: unknown } | undefined;
  #drained = () => {};

  constructor(
    private readonly plan: RunPlan,
    types: NodeTypes,
    private readonly journal: RunJournal,
  ) {
    const { nodes, edges } = plan.workflow;
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#graph = new Graph(this.#nodes.keys(), edges);
    this.#inputs = constantOf(plan.inputs, "inputs");
    for (const [id, outputs] of plan.finished ?? []) this.#outputs.set(id, constantOf(outputs, "outputs"));
    this.#scheduler = new Scheduler(this.#graph, this.#outputs.keys());
    this.#attempts = new NodeAttempts(types, journal, this.#abort.signal);
    // As many nodes as run listen to it.
    setMaxListeners(0, this.#abort.signal);
  }

  /**
   * Runs to the end, which a signal that fires brings about within 100 ms.
   *
   * @throws what the journal throws; all else is how the run ended.
   */
  async execute(signal: AbortSignal): Promise<RunFinished> {
    const stop = () => this.#abort.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      this.journal.note({ type: "started", nodes: this.#nodes.size, finished: this.#outputs.size });
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
        this.#startReady();
      });
      if (this.#broken !== undefined) throw this.#broken.error;
      return await this.#finish(signal);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  #startReady(): void {
    while (this.#running < MAX_RUNNING && !this.#abort.signal.aborted) {
      const id = this.#scheduler.next();
      if (id === undefined) break;
      this.#running++;
      void this.#runNode(this.#nodes.get(id) as WorkflowNode).finally(() => {
        this.#running--;
        this.#startReady();
      });
    }
    if (this.#running === 0) this.#drained();
  }

  /** Never rejects. */
  async #runNode(node: WorkflowNode): Promise<void> {
    try {
      const inputs = inputsOf(this.#graph.incoming(node.id), this.#outputs, this.#inputs);
      const { status, outputs, error } = this.#noteEnd(node, await this.#attempts.run(node, inputs));
      if (status === "failed" && outputs === undefined) {
        this.#failure ??= { ...(error as RunFailure), nodeId: node.id };
        this.#abort.abort(new Error("Another node failed"));
      }
      await this.journal.kept();
      if (outputs === undefined) return;
      this.#outputs.set(node.id, outputs);
      this.#scheduler.finish(node.id);
    } catch (error) {
      this.#broken ??= { error };
      this.#abort.abort(error);
    }
  }

  /** Takes what a node gave, once, for all who are to have it. A node that gives what cannot be kept has failed. */
  #noteEnd(node: WorkflowNode, end: NodeFinished): NodeFinished {
    try {
      const taken = withOutputs(end);
      this.journal.note(taken);
      return taken;
    } catch (error) {
      const { outputs: _lost, ...rest } = end;
      const failed = { ...rest, ...failure(node, failureOf(error)) };
      this.journal.note(failed);
      return failed;
    }
  }

  async #finish(signal: AbortSignal): Promise<RunFinished> {
    const end: RunFinished = {
      type: "finished",
      status: this.#status(signal),
      outputs: outputsOf(this.plan.workflow, this.#outputs),
      ...(this.#failure && { error: this.#failure }),
    };
    this.journal.note(end);
    await this.journal.kept();
    return end;
  }

  #status(signal: AbortSignal): RunFinished["status"] {
    if (this.#failure !== undefined) return "failed";
    return signal.aborted && this.#outputs.size < this.#nodes.size ? "cancelled" : "succeeded";
  }
}

function withOutputs(end: NodeFinished): NodeFinished {
  if (end.status === "succeeded" && !isRecord(end.outputs)) {
    throw new TypeError("It gave no object with its outputs");
  }
  return end.outputs === undefined ? end : { ...end, outputs: constantOf(end.outputs, "outputs") };
}
