import { existsSync, renameSync } from "node:fs";

/** A database and what SQLite keeps beside it; the logs hold changes that a rescue may want. */
const PARTS = ["", "-wal", "-shm", "-journal"];

/**
 * Renames a database, with what belongs to it, so that another can take its place. Nothing is overwritten.
 *
 * @returns The file's new name, which tells the time, e.g. `atomiton.db.damaged-2026-03-01T12-30-00-000Z`;
 * that of its log when there is no more of it.
 */
export function setAside(file: string): string {
  const target = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  if (PARTS.some((part) => existsSync(target + part))) throw new Error(`${target} exists already`);
  const present = PARTS.filter((part) => existsSync(file + part));
  for (const part of present) renameSync(file + part, target + part);
  return `${target}${present[0]}`;
}
