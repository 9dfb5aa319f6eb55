import type Database from "libsql";

/**
 * Leaves everything in the one file, so that copying it is a backup, and lets others have it: a connection
 * only gives the file back when it is no longer in the mode that writes ahead.
 */
const RELEASE = "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema";

/** Closes a database. libsql does so only once its statements are collected as garbage, hence `RELEASE`. */
export function closeDatabase(database: Database.Database): void {
  try {
    database.exec(RELEASE);
  } finally {
    database.close();
  }
}
