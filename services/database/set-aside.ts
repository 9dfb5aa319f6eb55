import { existsSync, renameSync } from "node:fs";

/** What SQLite keeps beside a database; the write-ahead log holds changes that a rescue may want. */
const PARTS = ["", "-wal", "-shm"];

/**
 * Renames a database, with what belongs to it, so that another can take its place. Nothing is overwritten.
 *
 * @returns The file's new name, which tells the time, e.g. `atomiton.db.damaged-2026-03-01T12-30-00-000Z`.
 */
export function setAside(file: string): string {
  const target = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  if (PARTS.some((part) => existsSync(target + part))) throw new Error(`${target} exists already`);
  for (const part of PARTS) if (existsSync(file + part)) renameSync(file + part, target + part);
  return target;
}
