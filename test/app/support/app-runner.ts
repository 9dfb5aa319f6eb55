import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, RunningApp } from "./run-app.js";

/** Starts applications for the tests of one file; all of them, and their folders, are gone after each test, or all. */
export class AppRunner {
  readonly #running: RunningApp[] = [];
  readonly #folders: string[] = [];

  constructor(after = afterEach) {
    after(() => this.#cleanUp());
  }

  tempDir(): string {
    const folder = mkdtempSync(join(tmpdir(), "atomiton-test-"));
    this.#folders.push(folder);
    return folder;
  }

  start(args: readonly string[], env?: NodeJS.ProcessEnv, options?: { uid?: number }): RunningApp {
    const app = new RunningApp(args, env, options);
    this.#running.push(app);
    return app;
  }

  /** Web-only mode on a free port, without a browser, with data of its own. */
  startWeb(...args: string[]): RunningApp {
    return this.start(["--web", "--no-open", "--port", "0", "--data-dir", this.tempDir(), ...args]);
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  async #cleanUp(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((app) => app.stop("SIGKILL")));
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
