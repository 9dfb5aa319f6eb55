import type { Worker } from "node:worker_threads";
import { RpcError } from "../../../decorators/index.js";
import type { ScriptMessage, ScriptOutcome } from "./script-worker.mjs";

/** Milliseconds a worker has to start its engine, and to stop by itself once the script's time is up. */
const START_MS = 30_000;
const GRACE_MS = 500;

/**
 * How the script that a worker runs ends. Its time begins when the worker says so.
 *
 * @throws RpcError `UNAVAILABLE` when the worker does not; the signal's reason.
 */
export function outcomeOf(
  worker: Pick<Worker, "on">,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ScriptOutcome> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason);
    let timer = setTimeout(() => reject(notStarted()), START_MS);
    signal.addEventListener("abort", aborted);
    if (signal.aborted) aborted();
    worker.on("message", (message: ScriptMessage) => {
      clearTimeout(timer);
      if (message !== "begun") resolve(message);
      else timer = setTimeout(() => resolve({ limit: "time" }), timeoutMs + GRACE_MS);
    });
    worker.on("error", (error) => resolve(crash(error)));
    worker.on("exit", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      resolve({ error: { message: "Its thread ended" } });
    });
  });
}

const notStarted = (): RpcError =>
  new RpcError("UNAVAILABLE", `The engine for the script has not started within ${START_MS} ms`);

/** The engine itself failed, or its result does not fit into the thread. */
function crash({ message, code }: NodeJS.ErrnoException): ScriptOutcome {
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? { limit: "memory" } : { error: { message } };
}
