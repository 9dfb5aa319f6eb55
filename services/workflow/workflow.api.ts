import type { RpcEvent } from "../../decorators/index.js";
import type { Workflow, WorkflowChange } from "./definition/workflow.js";
import type { WorkflowDraft } from "./definition/workflow-draft.js";
import type { RunListParams, WorkflowListParams } from "./list.params.js";
import type { RunEvent, RunRecord, RunSummary } from "./run.api.js";

/**
 * The domain `workflow`: keeps workflows and runs them. What has been answered or told is on the disk.
 * A workflow that is not there is `NOT_FOUND`.
 */
export interface WorkflowApi {
  /** Stores a new workflow, which may be unfinished, under an id of its own. */
  create(draft: WorkflowDraft): Promise<Workflow>;
  get(id: string): Promise<Workflow>;
  /** By name; without params the first 50. */
  list(params?: WorkflowListParams): Promise<Page<WorkflowSummary>>;
  /**
   * Changes what is given and leaves the rest.
   *
   * @throws RpcError `CONFLICT` when somebody else changed it meanwhile, with `version`, the present one, in `data`.
   */
  update(change: WorkflowChange): Promise<Workflow>;
  /**
   * Removes a workflow and the records of its runs. Runs of workflows that were never stored stay until
   * `removeRun`.
   *
   * @throws RpcError `CONFLICT` while it runs.
   */
  remove(id: string): Promise<void>;
  /**
   * Whether a workflow, stored or not, can be run, and what speaks against it.
   *
   * @param inputs What the run is to be given; only the names count. Default: nothing.
   */
  validate(workflow: WorkflowSource, inputs?: Record<string, unknown>): Promise<ValidationReport>;
  /**
   * The workflow as JSON, for `import`.
   *
   * @throws RpcError `NOT_SERIALIZABLE` when a parameter has no form in JSON, with its place in `data.path`.
   */
  export(id: string): Promise<string>;
  /**
   * Stores what `export` gave as a new workflow.
   *
   * @throws RpcError `INVALID_PARAMS`; `UNSUPPORTED_FORMAT` for what a newer release exported.
   */
  import(json: string): Promise<Workflow>;
  /**
   * Runs a workflow and tells what happens. The run ends when its signal fires and when its reader leaves.
   * A run that fails is no error: its last event says so.
   *
   * @throws RpcError `INVALID_WORKFLOW`, with what `validate` says in `data.issues`; `NOT_SERIALIZABLE` for
   * inputs and parameters that are not plain data, with the place in `data.path`.
   */
  run(
    workflow: WorkflowSource,
    inputs?: Record<string, unknown>,
    signal?: AbortSignal,
  ): AsyncIterable<RunEvent>;
  /**
   * Goes on with a run that was interrupted or cancelled or has failed, as the workflow was then; nodes that
   * have finished do not run again. Tells what happens from now on.
   *
   * @throws RpcError `NOT_FOUND`; `CONFLICT` when the run goes on or has succeeded.
   */
  resume(runId: string, signal?: AbortSignal): AsyncIterable<RunEvent>;
  /** @throws RpcError `NOT_FOUND`. */
  getRun(runId: string): Promise<RunRecord>;
  /**
   * Removes the record of a run and all its events; it cannot be resumed then.
   *
   * @throws RpcError `NOT_FOUND`; `CONFLICT` while it goes on.
   */
  removeRun(runId: string): Promise<void>;
  /** The latest first; without params the first 50. */
  listRuns(params?: RunListParams): Promise<Page<RunSummary>>;
  /** The workflows that come with the application. */
  samples(): Promise<SampleSummary[]>;
  /**
   * Stores a sample as a new workflow, and the files it reads in the workspace.
   *
   * @throws RpcError `NOT_FOUND`.
   */
  addSample(sampleId: string): Promise<Workflow>;
  /** Follows each change of a run's status. */
  readonly onRunChanged: RpcEvent<RunSummary>;
}

/** A stored workflow's id, or a workflow. */
export type WorkflowSource = string | WorkflowDraft;

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** How many items all pages have. */
  total: number;
  /** From 1. */
  page: number;
  pageSize: number;
}

export interface WorkflowSummary {
  id: string;
  name: string;
  version: number;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  /** Milliseconds since the Unix epoch. */
  updatedAt: number;
}

export interface SampleSummary {
  id: string;
  name: string;
  description: string;
  /** What a run of it is to be given. */
  inputs: Record<string, unknown>;
}

export interface ValidationReport {
  /** Whether it can be run: no issue is an error. */
  valid: boolean;
  issues: WorkflowIssue[];
}

export type WorkflowIssueCode =
  /** Two nodes have one id. */
  | "duplicate-id"
  | "unknown-type"
  /** A parameter of the node is not as its type asks. */
  | "invalid-parameter"
  /** An edge or an output names a node that is not there. */
  | "missing-node"
  | "unknown-port"
  /** The ports of an edge have types that do not go together. */
  | "type-mismatch"
  /** Two edges lead to one port, or two outputs have one name. */
  | "taken"
  /** A required port that no edge reaches. */
  | "missing-input"
  /** The node is on a cycle, which the message names. */
  | "cycle"
  /** The node waits for a cycle, so that it can never start; or, as a warning, no edge joins it to the others. */
  | "unreachable";

export interface WorkflowIssue {
  code: WorkflowIssueCode;
  /** Only an error keeps a workflow from running. */
  severity: "error" | "warning";
  /** The id of the node it is about. */
  node: string;
  message: string;
  /** The port of the node, when it is about one. */
  port?: string;
  /** Where in the node, when it is about a parameter, e.g. `parameters.ms`. */
  path?: string;
  /** Which of the workflow's edges, from 0, when it is about one. */
  edge?: number;
}
