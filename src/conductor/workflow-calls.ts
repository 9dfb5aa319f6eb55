import type { AtomitonAPI } from "../../services/atomiton.api.js";
import type { WorkflowSource } from "../../services/workflow/workflow.api.js";
import type { RpcClient } from "../renderer/index.js";
import { execution, type WorkflowExecution, type WorkflowProgress } from "./workflow-execution.js";

type Client = RpcClient<AtomitonAPI>;

/** How a run that goes on may be ended, and who hears how far it is. */
export interface ResumeOptions {
  /** Ends the run. */
  signal?: AbortSignal;
  /** Hears how many nodes have finished, whenever it changes. What it throws shows, and does not end the run. */
  onProgress?: (progress: WorkflowProgress) => void;
}

/** What a run begins with, how it may be ended, and who hears how far it is. */
export interface RunOptions extends ResumeOptions {
  /** Default: none. */
  inputs?: Record<string, unknown>;
}

/** The domain `workflow`, its runs made easier to follow. */
export interface WorkflowCalls extends Omit<Client["workflow"], "run" | "resume"> {
  /**
   * Runs a workflow, stored or not.
   *
   * @example
   * const { result, events } = conductor.workflow.run(workflow.id, { inputs: { path: "a.csv" } });
   * for await (const event of events) show(event);
   * const { status, outputs } = await result;
   */
  run(workflow: WorkflowSource, options?: RunOptions): WorkflowExecution;
  /** Goes on with a run that did not succeed; the events are those from now on. */
  resume(runId: string, options?: ResumeOptions): WorkflowExecution;
}

export function workflowCalls(client: Client): WorkflowCalls {
  return {
    create: (draft) => client.workflow.create(draft),
    get: (id) => client.workflow.get(id),
    list: (params) => client.workflow.list(params),
    update: (change) => client.workflow.update(change),
    remove: (id) => client.workflow.remove(id),
    validate: (workflow, inputs) => client.workflow.validate(workflow, inputs),
    export: (id) => client.workflow.export(id),
    import: (json) => client.workflow.import(json),
    getRun: (runId) => client.workflow.getRun(runId),
    removeRun: (runId) => client.workflow.removeRun(runId),
    listRuns: (params) => client.workflow.listRuns(params),
    samples: () => client.workflow.samples(),
    addSample: (sampleId) => client.workflow.addSample(sampleId),
    onRunChanged: (listener) => client.workflow.onRunChanged(listener),
    run: (workflow, { inputs, signal, onProgress } = {}) =>
      execution(client.workflow.run(workflow, inputs, signal), onProgress),
    resume: (runId, { signal, onProgress } = {}) =>
      execution(client.workflow.resume(runId, signal), onProgress),
  };
}
