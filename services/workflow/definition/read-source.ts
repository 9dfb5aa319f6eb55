import type { WorkflowSource } from "../workflow.api.js";
import { parseDraft } from "./parse-draft.js";
import type { WorkflowDraft } from "./workflow-draft.js";
import type { WorkflowStore } from "./workflow-store.js";

/** A workflow, and where it is stored if it is. */
export interface SourceWorkflow {
  workflowId?: string;
  draft: WorkflowDraft;
}

/**
 * The workflow of an id, or what was given as one.
 *
 * @throws RpcError `NOT_FOUND`, `INVALID_PARAMS`.
 */
export async function readSource(source: WorkflowSource, store: WorkflowStore): Promise<SourceWorkflow> {
  if (typeof source !== "string") return { draft: await parseDraft(source) };
  const { id: workflowId, version: _version, ...draft } = store.get(source);
  return { workflowId, draft };
}
