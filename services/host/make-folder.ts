import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it that are missing, for this user alone; one that is there stays as it is.
 * Node's own recursive `mkdir` never returns where a file system says that there is no parent though there is
 * one, as Linux does below `/proc`.
 *
 * @throws what `mkdir` throws, e.g. `EACCES`, `ENOENT` or `ENOTDIR`.
 */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
