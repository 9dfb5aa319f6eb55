import { randomUUID } from "node:crypto";
import { inject, injectable } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import { AppDatabase } from "../../database/app-database.js";
import { decodeValue, encodeValue } from "../../database/stored-value.js";
import { Clock } from "../../host/clock.js";
import type { WorkflowListParams } from "../list.params.js";
import { type PageRows, pageOf } from "../page-of.js";
import type { Page, WorkflowSummary } from "../workflow.api.js";
import type { Workflow } from "./workflow.js";
import type { WorkflowDraft } from "./workflow-draft.js";

interface WorkflowRow {
  version: number;
  draft: Uint8Array;
}

const MATCHES = "FROM workflow WHERE instr(folded_name, ?1) > 0";

/** The workflows in the database. */
@injectable()
export class WorkflowStore {
  constructor(
    @inject(AppDatabase) private readonly database: AppDatabase,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws RpcError `NOT_FOUND`. */
  get(id: string): Workflow {
    const row = this.database.get<WorkflowRow>("SELECT version, draft FROM workflow WHERE id = ?", id);
    if (row === undefined) throw missing(id);
    return { id, version: row.version, ...(decodeValue(row.draft) as WorkflowDraft) };
  }

  list({ search = "", ...page }: WorkflowListParams): Page<WorkflowSummary> {
    const name = folded(search);
    const rows: PageRows<WorkflowSummary> = (limit, offset) =>
      this.database.all(
        `SELECT id, name, version, created_at AS createdAt, updated_at AS updatedAt ${MATCHES}
         ORDER BY folded_name, id LIMIT ?2 OFFSET ?3`,
        name,
        limit,
        offset,
      );
    const count = this.database.get<{ total: number }>(`SELECT count(*) AS total ${MATCHES}`, name);
    return pageOf(page, rows, count?.total ?? 0);
  }

  /** Gives a workflow an id and its first version. */
  add(draft: WorkflowDraft): Workflow {
    const id = randomUUID();
    const now = this.clock.now();
    this.database.run(
      `INSERT INTO workflow (id, name, folded_name, version, created_at, updated_at, draft)
       VALUES (?, ?, ?, 1, ?, ?, ?)`,
      id,
      draft.name,
      folded(draft.name),
      now,
      now,
      encodeValue(draft),
    );
    return { id, version: 1, ...draft };
  }

  /**
   * Changes the given version of a workflow.
   *
   * @throws RpcError `NOT_FOUND`; `CONFLICT` when it is not the latest any more, with the latest in `data.version`.
   */
  update(id: string, version: number, change: (draft: WorkflowDraft) => WorkflowDraft): Workflow {
    const { id: _id, version: latest, ...current } = this.get(id);
    if (version !== latest) throw outdated(id, version, latest);
    const draft = change(current);
    this.database.run(
      `UPDATE workflow SET name = ?, folded_name = ?, version = version + 1, updated_at = ?, draft = ?
       WHERE id = ?`,
      draft.name,
      folded(draft.name),
      this.clock.now(),
      encodeValue(draft),
      id,
    );
    return { id, version: version + 1, ...draft };
  }

  /** Removes a workflow together with its runs. @throws RpcError `NOT_FOUND`. */
  remove(id: string): void {
    this.database.transaction(() => {
      if (this.database.run("DELETE FROM workflow WHERE id = ?", id) === 0) throw missing(id);
      this.database.run(
        "DELETE FROM workflow_event WHERE run IN (SELECT number FROM workflow_run WHERE workflow_id = ?)",
        id,
      );
      this.database.run("DELETE FROM workflow_run WHERE workflow_id = ?", id);
    });
  }
}

/** For a search in whatever case. */
const folded = (text: string) => text.normalize("NFKC").toLowerCase();

const missing = (id: string) => new RpcError("NOT_FOUND", `There is no workflow ${id}`, { data: { id } });

const outdated = (id: string, version: number, latest: number) =>
  new RpcError(
    "CONFLICT",
    `The workflow ${id} has changed: it has version ${latest}, not ${version} any more`,
    {
      data: { id, version: latest },
    },
  );
