import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestSize } from "../support/sized.js";

/** A fault can make a test wait for ever: so long for one test, and for all of them, in milliseconds. */
const TEST_TIMEOUT_MS = 15_000;
const RUN_TIMEOUT_MS = 90_000;

/** How a run of test files ended. */
export type Verdict =
  | { kind: "passed" }
  /** The first test that failed, by its full name. */
  | { kind: "failed"; test: string }
  | { kind: "hung" }
  /** No test failed, but a file could not be loaded, or jest itself did not start. */
  | { kind: "broken"; message: string };

export interface RunOptions {
  /** Ends the run, and rejects. */
  signal: AbortSignal;
  /** How large the tests are. Default: small. */
  size?: TestSize | undefined;
  /** Test files run at once. Default 1. */
  workers?: number;
  /** Milliseconds after which it counts as hung. Default 90,000. */
  timeoutMs?: number;
}

/** Runs test files of a copy of the repository, until one of their tests fails. */
export async function runTests(
  folder: string,
  files: readonly string[],
  { signal, size = "small", workers = 1, timeoutMs = RUN_TIMEOUT_MS }: RunOptions,
): Promise<Verdict> {
  signal.throwIfAborted();
  const report = join(folder, "verdict.json");
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      join(folder, "node_modules", "jest", "bin", "jest.js"),
      ...["--silent", `--reporters=${join(folder, "test", "mutations", "first-failure.mjs")}`],
      `--maxWorkers=${workers}`,
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      "--runTestsByPath",
      ...files,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "", ATOMITON_TEST_SIZE: size, ATOMITON_MUTATION_REPORT: report },
      // A group of its own, to be ended with all that the tests have started.
      detached: true,
    },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  let hung = false;
  const end = () => endGroup(child);
  const timer = setTimeout(() => {
    hung = true;
    end();
  }, timeoutMs);
  signal.addEventListener("abort", end);
  try {
    await once(child, "exit");
  } finally {
    end();
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
  signal.throwIfAborted();
  return hung ? { kind: "hung" } : verdictIn(report, said);
}

/** Windows has no process groups; there the child alone is ended. */
function endGroup(child: ChildProcess): void {
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

function verdictIn(file: string, said: string): Verdict {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { kind: "broken", message: said };
  }
}
