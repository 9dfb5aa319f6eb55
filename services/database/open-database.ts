import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import Database from "libsql";
import { RpcError } from "../../decorators/index.js";
import { MIGRATIONS } from "./schema.js";

/** How long a statement waits, in milliseconds, while another process holds the file. */
const BUSY_TIMEOUT_MS = 2000;

/** A statement returns once its data is on the disk itself, which on macOS takes `fullfsync`. */
const DURABLE = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON";

/**
 * Opens `atomiton.db` in the data directory, makes both when they are missing, and brings the schema up
 * to date.
 *
 * @throws RpcError `STORAGE_UNAVAILABLE`, naming the directory.
 */
export function openDatabase(dataDir: string): Database.Database {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
    const database = new Database(path.join(dataDir, "atomiton.db"), { timeout: BUSY_TIMEOUT_MS });
    database.exec(DURABLE);
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
}
