import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A fault can make a test wait for ever: so long for one test, and for all of them, in milliseconds. */
const TEST_TIMEOUT_MS = 20_000;
const RUN_TIMEOUT_MS = 90_000;

/** How a run of test files ended. */
export type Verdict =
  | { kind: "passed" }
  /** The tests that failed, by their full names. */
  | { kind: "failed"; tests: readonly string[] }
  | { kind: "hung" }
  /** No test could be run: the code does not load, or jest itself did not start. */
  | { kind: "broken"; message: string };

interface JestReport {
  success: boolean;
  numTotalTests: number;
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

export interface RunOptions {
  /** Ends the run, and rejects. */
  signal: AbortSignal;
  /** Test files run at once. Default 1. */
  workers?: number;
  /** Milliseconds after which it counts as hung. Default 90,000. */
  timeoutMs?: number;
}

/** Runs test files of a copy of the repository. */
export async function runTests(
  folder: string,
  files: readonly string[],
  { signal, workers = 1, timeoutMs = RUN_TIMEOUT_MS }: RunOptions,
): Promise<Verdict> {
  const report = join(folder, "jest-report.json");
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      join(folder, "node_modules", "jest", "bin", "jest.js"),
      ...["--silent", "--json", `--outputFile=${report}`],
      `--maxWorkers=${workers}`,
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      "--runTestsByPath",
      ...files,
    ],
    { cwd: folder, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, NODE_OPTIONS: "" }, signal },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  try {
    await once(child, "close");
  } finally {
    clearTimeout(timer);
  }
  return hung ? { kind: "hung" } : verdictOf(report, said);
}

function verdictOf(file: string, said: string): Verdict {
  let report: JestReport;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { kind: "broken", message: said };
  }
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed");
  if (failed.length > 0) return { kind: "failed", tests: failed.map(({ fullName }) => fullName) };
  if (report.success && report.numTotalTests > 0) return { kind: "passed" };
  const message = report.testResults.map((one) => one.message).join("\n");
  return { kind: "broken", message: message || "The files have no test." };
}
