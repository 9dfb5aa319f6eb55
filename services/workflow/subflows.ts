import { inject, injectable } from "inversify";
import { RpcError } from "../../decorators/index.js";
import { isRecord } from "../../src/validation/is-record.js";
import { readSource, type SourceWorkflow } from "./definition/read-source.js";
import { WorkflowStore } from "./definition/workflow-store.js";
import { PassingJournal } from "./engine/passing-journal.js";
import { WorkflowRun } from "./engine/workflow-run.js";
import { NodeTypes } from "./node-types.js";
import { assertRunnable, structureIssues } from "./validation/validate-workflow.js";
import type { WorkflowSource } from "./workflow.api.js";

/** Runs workflows inside nodes. They are not recorded: the node around them is the step that is kept. */
@injectable()
export class Subflows {
  /** What was given as a parameter, read once however often a loop runs it. */
  readonly #read = new WeakMap<object, Promise<SourceWorkflow>>();

  constructor(
    @inject(WorkflowStore) private readonly store: WorkflowStore,
    @inject(NodeTypes) private readonly types: NodeTypes,
  ) {}

  /**
   * Resolves to what the workflow gives.
   *
   * @param workflow A stored workflow's id, or a workflow.
   * @throws RpcError `NOT_FOUND`, `INVALID_PARAMS`, `INVALID_WORKFLOW`; of a failed run, the code of its node.
   */
  async run(
    workflow: unknown,
    inputs: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const { draft } = await this.#source(workflow as WorkflowSource);
    assertRunnable(structureIssues(draft, this.types, inputs));
    const run = new WorkflowRun({ workflow: draft, inputs }, this.types, new PassingJournal());
    const { status, outputs, error } = await run.execute(signal);
    if (status === "succeeded") return outputs;
    signal.throwIfAborted();
    const { code = "NODE_FAILED", nodeId, message, data } = error ?? {};
    throw new RpcError(code, `The node "${nodeId}" of ${draft.name} failed: ${message}`, {
      data: { ...(isRecord(data) && data), nodeId },
    });
  }

  #source(workflow: WorkflowSource): Promise<SourceWorkflow> {
    if (typeof workflow !== "object" || workflow === null) return readSource(workflow, this.store);
    const read = this.#read.get(workflow) ?? readSource(workflow, this.store);
    this.#read.set(workflow, read);
    return read;
  }
}
