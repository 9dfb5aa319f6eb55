import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const hooks = join(import.meta.dirname, "..", "..", "..", "scripts", "lib", "typescript.mjs");
const script = join(import.meta.dirname, "child-nodes.ts");

/** A node to be run in a child. */
export interface ChildRun {
  type: string;
  inputs?: Record<string, unknown>;
  parameters?: Record<string, unknown>;
  /** Whether its signal fires right after its start. Default: it never does. */
  stopped?: boolean;
}

export interface ChildReport {
  /** Of each run its outputs, or the code and the message of its error. */
  outcomes: { outputs?: Record<string, unknown>; code?: string; message?: string }[];
  /** The process's warnings. */
  warnings: string[];
  /** How many threads were at work at the same time. */
  mostThreads: number;
}

/**
 * Runs nodes one after the other in a process of its own: for those that might end it, and for events, which a
 * test file's own `process` does not hear.
 *
 * @throws Error when the process ends without a report.
 */
export async function runInChild(
  runs: readonly ChildRun[],
  nodeOptions: readonly string[] = [],
): Promise<ChildReport> {
  const child = fork(script, {
    execArgv: [...nodeOptions, "--import", pathToFileURL(hooks).href],
    env: { ...process.env, NODE_OPTIONS: "" },
    serialization: "advanced",
  });
  let report: ChildReport | undefined;
  child.on("message", (message) => {
    report = message as ChildReport;
  });
  child.send(runs);
  const [code, signal] = await once(child, "close");
  if (report === undefined) throw new Error(`The process ended with ${signal ?? code}`);
  return report;
}
