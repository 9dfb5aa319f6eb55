import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const START = join(import.meta.dirname, "..", "..", "..", "out", "main", "start.js");

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The built application as a user starts it, in a process of its own. */
export class RunningApp {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";

  /** @param env Added to this process's; `undefined` takes a variable away. */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, options: { uid?: number } = {}) {
    if (!existsSync(START)) throw new Error("The app is not built: run npm test, or npm run build first");
    this.#child = spawn(process.execPath, [START, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      ...options,
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#stdout += chunk;
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** The line with the page's address, once it is printed. */
  get url(): Promise<string> {
    return this.printed(/^http:\S+$/m);
  }

  /** What matches in the output, once it is printed; rejects when the application ends without it. */
  async printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = pattern.exec(this.#stdout) ?? [];
      if (found !== undefined) return found;
      const more = new Promise<undefined>((resolve) =>
        this.#child.stdout?.once("data", () => resolve(undefined)),
      );
      const ended = await Promise.race([more, this.ended]);
      if (ended !== undefined && !pattern.test(ended.stdout)) {
        throw new Error(`Ended with ${ended.code} and no ${pattern}:\n${ended.stdout}${ended.stderr}`);
      }
    }
  }

  stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}
