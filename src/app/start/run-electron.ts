import { spawn } from "node:child_process";

/** Milliseconds within which an end by a signal means that Electron cannot run here at all. */
const STARTUP_MS = 10_000;

/**
 * Runs the application in Electron until it ends.
 *
 * @param app Folder with the application's package.json.
 * @returns Its exit code, or why it did not start, e.g. where the system lacks what its sandbox needs.
 */
export function runElectron(binary: string, app: string, args: readonly string[]): Promise<number | string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    stopping = true;
    child.kill(signal);
  };
  // Before Electron is there: it may have said that it is up, and been left alone, before this process goes on.
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const child = spawn(binary, [app, ...args], { stdio: "inherit", env });
  const startedAt = performance.now();
  return new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(`it could not be run (${error.message})`));
    child.once("exit", (code, signal) => {
      const atStart = !stopping && performance.now() - startedAt < STARTUP_MS;
      if (signal !== null && atStart) resolve(`it ended with ${signal} while it started`);
      else resolve(code ?? (stopping ? 0 : 1));
    });
  }).finally(() => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  });
}
