import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import Database from "libsql";
import { RpcError } from "../../decorators/index.js";
import { makeFolder } from "../host/make-folder.js";
import { closeDatabase } from "./close-database.js";
import { MIGRATIONS, RECOVERY } from "./schema.js";
import { setAside } from "./set-aside.js";

/** How long opening waits, in milliseconds, for another process that is about to let go of the file. */
const BUSY_TIMEOUT_MS = 500;

/**
 * The file is this connection's alone until `closeDatabase`, or until its process ends, however it ends:
 * another would take the runs that go on here for interrupted ones. It must be the first access.
 */
const ALONE = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT";

/** A statement returns once its data is on the disk itself, which on macOS takes `fullfsync`. */
const DURABLE = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON";

/**
 * Fails when SQLite finds anything wrong with the file. A prepared statement would tell more, but libsql
 * keeps the file open as long as there is one, and it must be closed to be set aside.
 */
const ASSERT_INTACT = `
  CREATE TEMP TABLE verdict (quick_check TEXT CHECK (quick_check = 'ok'));
  INSERT INTO verdict SELECT quick_check FROM pragma_quick_check(1);
  DROP TABLE verdict`;

/** What SQLite says of a file whose content it cannot make sense of; the last comes of `ASSERT_INTACT`. */
const DAMAGED = ["SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CONSTRAINT_CHECK"];

export interface OpenedDatabase {
  connection: Database.Database;
  /** Where the damaged file is kept whose place this one took. */
  damaged?: string;
}

/**
 * Opens `atomiton.db` in the data directory, makes both when they are missing, and brings the schema up
 * to date. A damaged file is set aside under another name, with a warning, and a new one made.
 *
 * @throws RpcError `STORAGE_UNAVAILABLE`, naming the directory; also when another process has it open.
 */
export function openDatabase(dataDir: string): OpenedDatabase {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK);
    const opened = openOrReplace(path.join(dataDir, "atomiton.db"));
    migrate(opened.connection);
    return opened;
  } catch (cause) {
    throw new RpcError(
      "STORAGE_UNAVAILABLE",
      `Cannot keep data in the directory ${dataDir}: ${reasonOf(cause)}`,
      { data: { dataDir }, cause },
    );
  }
}

function reasonOf(error: unknown): string {
  if (codeOf(error).startsWith("SQLITE_BUSY")) {
    return "it is in use by another Atomiton; end that one or choose another --data-dir";
  }
  return error instanceof Error ? error.message : String(error);
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code);

function openOrReplace(file: string): OpenedDatabase {
  try {
    return { connection: openIntact(file) };
  } catch (error) {
    if (!DAMAGED.includes(codeOf(error))) throw error;
    const damaged = setAside(file);
    process.emitWarning(
      `The database ${shown(file)} is damaged; it is kept as ${shown(damaged)}, and a new one begun`,
      {
        code: "ATOMITON_DATABASE_DAMAGED",
      },
    );
    return { connection: openIntact(file), damaged };
  }
}

/** A path as a terminal may have it: Node prints warnings as they are. */
const shown = (file: string): string => file.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "\ufffd");

function openIntact(file: string): Database.Database {
  assertNotEmptied(file);
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(ALONE);
    // Before anything is written, for a damaged file is kept as it was.
    database.exec(ASSERT_INTACT);
    database.exec(DURABLE);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite takes a file without content for a new database, and deletes the log of changes beside it. */
function assertNotEmptied(file: string): void {
  if (sizeOf(file) > 0 || sizeOf(`${file}-wal`) === 0) return;
  throw Object.assign(new Error("The file is empty, its log is not"), { code: "SQLITE_CORRUPT" });
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function migrate(database: Database.Database): void {
  try {
    database.transaction(() => migrateFrom(versionOf(database), database)).immediate();
  } catch (error) {
    closeDatabase(database);
    throw error;
  }
}

function versionOf(database: Database.Database): number {
  const [row] = database.pragma("user_version") as [{ user_version: number }];
  return row.user_version;
}

function migrateFrom(version: number, database: Database.Database): void {
  if (version > MIGRATIONS.length) {
    throw new Error(
      `a newer release wrote it (schema ${version}, this one knows ${MIGRATIONS.length}); update the application`,
    );
  }
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  database.exec(RECOVERY);
}
