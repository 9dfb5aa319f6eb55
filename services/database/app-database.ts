import path from "node:path";
import { isArrayBuffer } from "node:util/types";
import { inject, injectable, preDestroy } from "inversify";
import type Database from "libsql";
import { RpcError } from "../../decorators/index.js";
import { HostPaths } from "../host/host-paths.js";
import { closeDatabase } from "./close-database.js";
import { type OpenedDatabase, openDatabase } from "./open-database.js";

export type SqlValue = string | number | bigint | Uint8Array | null;

/**
 * The application's one SQLite connection, shared by the stores of all domains. It opens at first use
 * and closes with the container; no other process can open the file meanwhile. A write that has returned
 * survives a crash and a power cut.
 */
@injectable()
export class AppDatabase {
  readonly #statements = new Map<string, Database.Statement<[SqlValue[]]>>();
  #opened: OpenedDatabase | undefined;
  #closed = false;

  constructor(@inject(HostPaths) private readonly paths: HostPaths) {}

  /**
   * Opens the file now, for whoever wants to know at start whether that works.
   *
   * @throws RpcError `STORAGE_UNAVAILABLE` when the data directory cannot be used or another process has it,
   * `UNAVAILABLE` after `close`.
   */
  open(): Database.Database {
    if (this.#closed) throw new RpcError("UNAVAILABLE", "The database is closed");
    this.#opened ??= openDatabase(this.paths.dataDir);
    return this.#opened.connection;
  }

  /** What the user should know: that a damaged file was set aside, and under which name. */
  notices(): string[] {
    const { damaged } = this.#opened ?? {};
    if (damaged === undefined) return [];
    return [`The database was damaged. It is kept as ${path.basename(damaged)}, and a new one was begun.`];
  }

  /** The first row, if there is one. */
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#prepare(sql).get(values) as Row | undefined;
  }

  /** Every row. */
  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    const rows = this.#prepare(sql).all(values) as Record<string, unknown>[];
    return rows.map(withBytes) as Row[];
  }

  /** Runs a statement that changes rows, and says how many. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.#prepare(sql).run(values).changes;
  }

  /** Does all of `work`'s changes or, when it throws, none. They are on the disk when this returns. */
  transaction<T>(work: () => T): T {
    const connection = this.open();
    connection.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      connection.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk, for one, has ended the transaction already.
      if (connection.inTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  }

  @preDestroy()
  close(): void {
    const opened = this.#opened;
    this.#closed = true;
    this.#opened = undefined;
    this.#statements.clear();
    if (opened !== undefined) closeDatabase(opened.connection);
  }

  /** libsql frees a statement only when it is collected as garbage, so each is made once and kept. */
  #prepare(sql: string): Database.Statement<[SqlValue[]]> {
    const connection = this.open();
    const statement = this.#statements.get(sql) ?? connection.prepare<[SqlValue[]]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** In a list of rows libsql has BLOBs as ArrayBuffers, in a single row as Buffers. */
function withBytes(row: Record<string, unknown>): Record<string, unknown> {
  for (const [column, value] of Object.entries(row)) {
    if (isArrayBuffer(value)) row[column] = new Uint8Array(value);
  }
  return row;
}
