import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { type Mutation, mutate } from "./mutation.js";

/** What is built and not committed, and what is installed. Copies only read it. */
const SHARED = ["node_modules", "dist", "out"];

/** A copy of the repository as it stands, to break one file at a time in. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "atomiton-mutate-"));

  constructor() {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of listed.split("\0")) {
      if (file !== "" && existsSync(join(root, file))) cpSync(join(root, file), join(this.folder, file));
    }
    for (const name of SHARED) {
      if (existsSync(join(root, name))) symlinkSync(join(root, name), join(this.folder, name), "junction");
    }
  }

  /** Runs with the fault in place, and mends it afterwards. */
  async with<Result>(mutation: Mutation, run: () => Promise<Result>): Promise<Result> {
    const file = join(this.folder, mutation.file);
    const source = readFileSync(file, "utf8");
    writeFileSync(file, mutate(source, mutation));
    try {
      return await run();
    } finally {
      writeFileSync(file, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
