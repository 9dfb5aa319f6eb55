import type { WorkflowDraft } from "../definition/workflow-draft.js";

/** A workflow that comes with the application. */
export interface WorkflowSample {
  readonly id: string;
  readonly workflow: WorkflowDraft & { description: string };
  /** What a run of it is to be given. */
  readonly inputs: Record<string, unknown>;
  /** The files it reads, by their path in the workspace. */
  readonly files: Readonly<Record<string, string>>;
}
