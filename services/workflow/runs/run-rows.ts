import { RpcError } from "../../../decorators/index.js";
import { decodeValue } from "../../database/stored-value.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { RunSummary } from "../run.api.js";

/** A run in the database. */
export interface StoredRun {
  /** What its events are kept under. */
  number: number;
  summary: RunSummary;
  /** The workflow as it was when the run began. */
  draft: WorkflowDraft;
  inputs: Record<string, unknown>;
}

export interface SummaryRow {
  id: string;
  workflowId: string | null;
  workflowName: string;
  status: RunSummary["status"];
  startedAt: number;
  finishedAt: number | null;
}

export interface RunRow extends SummaryRow {
  number: number;
  draft: Uint8Array;
  inputs: Uint8Array;
}

/** The columns of a `SummaryRow`. */
export const SUMMARY_COLUMNS =
  "id, workflow_id AS workflowId, workflow_name AS workflowName, status, started_at AS startedAt, finished_at AS finishedAt";

export function summaryOf({
  id,
  workflowId,
  workflowName,
  status,
  startedAt,
  finishedAt,
}: SummaryRow): RunSummary {
  return {
    id,
    ...(workflowId !== null && { workflowId }),
    workflowName,
    status,
    startedAt,
    ...(finishedAt !== null && { finishedAt }),
  };
}

export function storedRun(row: RunRow): StoredRun {
  return {
    number: row.number,
    summary: summaryOf(row),
    draft: decodeValue(row.draft) as WorkflowDraft,
    inputs: decodeValue(row.inputs) as Record<string, unknown>,
  };
}

export const missingRun = (runId: string) =>
  new RpcError("NOT_FOUND", `There is no run ${runId}`, { data: { runId } });
