import { Worker } from "node:worker_threads";
import { RpcError } from "../../../decorators/index.js";
import { inputsToJson } from "./json.js";
import type { ScriptError, ScriptJob, ScriptMessage, ScriptOutcome } from "./script-worker.mjs";

/** Milliseconds a worker has to start its engine, and to stop by itself once the script's time is up. */
const START_MS = 30_000;
const GRACE_MS = 500;

export interface ScriptSettings {
  /** The body of an async function with the parameter `inputs`. */
  code: string;
  timeoutMs: number;
  memoryMiB: number;
}

/**
 * Runs a script in a sandbox of its own and gives what it returned. When this settles nothing of the
 * script is left, whatever it did.
 *
 * @throws RpcError `INVALID_PARAMS` for inputs that are no JSON, `SCRIPT_ERROR`, `TIMEOUT`, `MEMORY_LIMIT`.
 */
export async function runScript(
  { code, timeoutMs, memoryMiB }: ScriptSettings,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<unknown> {
  const job = { code, inputs: inputsToJson(inputs), timeoutMs, memoryBytes: memoryMiB * 1024 * 1024 };
  const worker = await startWorker(job);
  try {
    const outcome = await outcomeOf(worker, timeoutMs, signal);
    if ("error" in outcome) throw scriptError(outcome.error);
    if (!("limit" in outcome)) return outcome.value === undefined ? undefined : JSON.parse(outcome.value);
    if (outcome.limit === "time") {
      throw new RpcError("TIMEOUT", `The script ran longer than ${timeoutMs} ms`);
    }
    throw new RpcError("MEMORY_LIMIT", `The script needs more than ${memoryMiB} MiB of memory`);
  } finally {
    await worker.terminate();
  }
}

/** A bundler keeps what is imported only here in a file of its own, which is what a worker starts from. */
async function startWorker(scriptJob: ScriptJob): Promise<Worker> {
  const { url } = await import("./script-worker.mjs");
  return new Worker(new URL(url), {
    workerData: { scriptJob },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
}

function outcomeOf(worker: Worker, timeoutMs: number, signal: AbortSignal): Promise<ScriptOutcome> {
  return new Promise((resolve, reject) => {
    const tooLate = () => resolve({ limit: "time" });
    const aborted = () => reject(signal.reason);
    let timer = setTimeout(tooLate, START_MS);
    signal.addEventListener("abort", aborted);
    if (signal.aborted) aborted();
    worker.on("message", (message: ScriptMessage) => {
      clearTimeout(timer);
      if (message !== "begun") resolve(message);
      else timer = setTimeout(tooLate, timeoutMs + GRACE_MS);
    });
    worker.on("error", (error) => resolve(crash(error)));
    worker.on("exit", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      resolve({ error: { message: "Its thread ended" } });
    });
  });
}

/** The engine itself failed, or its result does not fit into the thread. */
function crash({ message, code }: NodeJS.ErrnoException): ScriptOutcome {
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? { limit: "memory" } : { error: { message } };
}

function scriptError({ name, message, line }: ScriptError): RpcError {
  const what = name === undefined ? message : `${name}: ${message}`;
  const place = line === undefined ? "" : ` (line ${line})`;
  return new RpcError("SCRIPT_ERROR", `${what}${place}`, { data: { name, line } });
}
