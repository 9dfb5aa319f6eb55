import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import Database from "libsql";
import { RpcError } from "../../decorators/index.js";
import { MIGRATIONS, RECOVERY } from "./schema.js";
import { setAside } from "./set-aside.js";

/** How long a statement waits, in milliseconds, while another process holds the file. */
const BUSY_TIMEOUT_MS = 2000;

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

/**
 * Opens `atomiton.db` in the data directory, makes both when they are missing, and brings the schema up
 * to date. A damaged file is set aside under another name, with a warning, and a new one made.
 *
 * @throws RpcError `STORAGE_UNAVAILABLE`, naming the directory.
 */
export function openDatabase(dataDir: string): Database.Database {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
    const database = openOrReplace(path.join(dataDir, "atomiton.db"));
    database.transaction(() => migrate(database)).immediate();
    return database;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RpcError("STORAGE_UNAVAILABLE", `Cannot keep data in the directory ${dataDir}: ${reason}`, {
      data: { dataDir },
      cause,
    });
  }
}

function openOrReplace(file: string): Database.Database {
  try {
    return openIntact(file);
  } catch (error) {
    if (!DAMAGED.includes((error as { code?: string }).code ?? "")) throw error;
    const kept = setAside(file);
    process.emitWarning(`The database ${file} is damaged; it is kept as ${kept}, and a new one begun`, {
      code: "ATOMITON_DATABASE_DAMAGED",
    });
    return openIntact(file);
  }
}

function openIntact(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(DURABLE);
    database.exec(ASSERT_INTACT);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: Database.Database): void {
  const [row] = database.pragma("user_version") as [{ user_version: number }];
  const version = row.user_version;
  if (version > MIGRATIONS.length) {
    throw new Error(
      `a newer release wrote it (schema ${version}, this one knows ${MIGRATIONS.length}); update the application`,
    );
  }
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  database.exec(RECOVERY);
}
