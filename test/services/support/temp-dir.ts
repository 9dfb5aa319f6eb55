import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const made: string[] = [];

afterAll(() => {
  for (const dir of made.splice(0)) {
    try {
      rmSync(dir, { recursive: true, force: true });
    } catch (error) {
      // Windows keeps a database file locked until its connection is collected as garbage.
      if (process.platform !== "win32") throw error;
    }
  }
});

/** A new empty directory, removed after the tests of the file. */
export function tempDir(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "atomiton-test-"));
  made.push(dir);
  return dir;
}
