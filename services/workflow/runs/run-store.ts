import { inject, injectable } from "inversify";
import { AppDatabase } from "../../database/app-database.js";
import { encodeValue } from "../../database/stored-value.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import type { RunListParams } from "../list.params.js";
import { type PageRows, pageOf } from "../page-of.js";
import type { RunEvent, RunSummary } from "../run.api.js";
import type { Page } from "../workflow.api.js";
import {
  missingRun,
  type RunRow,
  type StoredRun,
  SUMMARY_COLUMNS,
  type SummaryRow,
  storedRun,
  summaryOf,
} from "./run-rows.js";
import { decodeEvents } from "./stored-event.js";

const CHOSEN = "FROM workflow_run WHERE ?1 IS NULL OR workflow_id = ?1";

/** An event and its form in the database. */
export interface EncodedEvent {
  event: RunEvent;
  encoded: Uint8Array;
}

/** Runs and all that has happened in them, in the database. */
@injectable()
export class RunStore {
  constructor(@inject(AppDatabase) private readonly database: AppDatabase) {}

  /** @throws RpcError as `encodeValue` does. */
  add(summary: RunSummary, draft: WorkflowDraft, inputs: Record<string, unknown>): StoredRun {
    const { id, workflowId = null, workflowName, status, startedAt } = summary;
    this.database.run(
      `INSERT INTO workflow_run (id, workflow_id, workflow_name, status, started_at, draft, inputs)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      workflowId,
      workflowName,
      status,
      startedAt,
      encodeValue(draft),
      encodeValue(inputs),
    );
    const row = this.database.get<{ number: number }>("SELECT last_insert_rowid() AS number");
    return { number: row?.number ?? 0, summary, draft, inputs };
  }

  /** @throws RpcError `NOT_FOUND`. */
  get(id: string): StoredRun {
    const sql = `SELECT ${SUMMARY_COLUMNS}, number, draft, inputs FROM workflow_run WHERE id = ?`;
    const row = this.database.get<RunRow>(sql, id);
    if (row === undefined) throw missingRun(id);
    return storedRun(row);
  }

  list({ workflowId = null, ...page }: PageOfRuns): Page<RunSummary> {
    const rows: PageRows<RunSummary> = (limit, offset) =>
      this.database
        .all<SummaryRow>(
          `SELECT ${SUMMARY_COLUMNS} ${CHOSEN} ORDER BY number DESC LIMIT ?2 OFFSET ?3`,
          workflowId,
          limit,
          offset,
        )
        .map(summaryOf);
    const count = this.database.get<{ total: number }>(`SELECT count(*) AS total ${CHOSEN}`, workflowId);
    return pageOf(page, rows, count?.total ?? 0);
  }

  /** Removes a run that rests, with its events; whether it did rest. */
  remove(number: number): boolean {
    return this.database.transaction(() => {
      const sql = "DELETE FROM workflow_run WHERE number = ? AND status <> 'running'";
      if (this.database.run(sql, number) === 0) return false;
      this.database.run("DELETE FROM workflow_event WHERE run = ?", number);
      return true;
    });
  }

  /** Takes a run that rests to go on with it; whether it did rest. */
  reopen(number: number): boolean {
    const sql = `UPDATE workflow_run SET status = 'running', finished_at = NULL
                 WHERE number = ? AND status NOT IN ('running', 'succeeded')`;
    return this.database.run(sql, number) > 0;
  }

  /** Whether a workflow has a run that goes on. */
  isRunning(workflowId: string): boolean {
    const sql = "SELECT 1 FROM workflow_run WHERE workflow_id = ? AND status = 'running'";
    return this.database.get(sql, workflowId) !== undefined;
  }

  /** Keeps events, all or none; the run is over with the one that says so. */
  append(number: number, events: readonly EncodedEvent[]): void {
    this.database.transaction(() => {
      for (const { event, encoded } of events) {
        const sql = "INSERT INTO workflow_event (run, sequence, event) VALUES (?, ?, ?)";
        this.database.run(sql, number, event.sequence, encoded);
        if (event.type === "finished") this.#close(number, event.status, event.at);
      }
    });
  }

  /** Notes that nobody goes on with a run, though it is not over. */
  interrupt(number: number): void {
    this.database.run(
      "UPDATE workflow_run SET status = 'interrupted' WHERE number = ? AND status = 'running'",
      number,
    );
  }

  /** All that has been told of a run. */
  events({ number, draft }: StoredRun): RunEvent[] {
    const sql = "SELECT event FROM workflow_event WHERE run = ? ORDER BY sequence";
    const rows = this.database.all<{ event: Uint8Array }>(sql, number);
    return decodeEvents(
      rows.map(({ event }) => event),
      draft,
    );
  }

  #close(number: number, status: RunSummary["status"], at: number): void {
    const sql = "UPDATE workflow_run SET status = ?, finished_at = ? WHERE number = ?";
    this.database.run(sql, status, at, number);
  }
}

/** `null` stands for the runs of every workflow. */
type PageOfRuns = Omit<RunListParams, "workflowId"> & { workflowId?: string | null };
