import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { RpcError } from "../../../decorators/index.js";
import { Semaphore } from "../semaphore.js";
import { inputsToJson, MAX_JSON_LENGTH, tooLarge } from "./json.js";
import { outcomeOf } from "./script-outcome.js";
import type { ScriptError, ScriptJob, ScriptOutcome } from "./script-worker.mjs";

/** Each script has a thread and an engine of its own, so that no more run than do so at full speed. */
const workers = new Semaphore(Math.max(2, availableParallelism()));

export interface ScriptSettings {
  /** The body of an async function with the parameter `inputs`. */
  code: string;
  /** It begins when the script does, which may have to wait for others. */
  timeoutMs: number;
  memoryMiB: number;
}

/**
 * Runs a script in a sandbox of its own and gives what it returned. When this settles nothing of the
 * script is left, whatever it did.
 *
 * @throws RpcError `INVALID_PARAMS` for inputs that are no JSON, `PAYLOAD_TOO_LARGE` for inputs or a result of
 * more than 16 Mi characters as JSON, `SCRIPT_ERROR`, `TIMEOUT`, `MEMORY_LIMIT`, `UNAVAILABLE` when its engine
 * does not start.
 */
export async function runScript(
  { code, timeoutMs, memoryMiB }: ScriptSettings,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<unknown> {
  const job = {
    code,
    inputs: inputsToJson(inputs),
    timeoutMs,
    memoryBytes: memoryMiB * 1024 * 1024,
    maxResultLength: MAX_JSON_LENGTH,
  };
  const outcome = await workers.run(() => runJob(job, signal), signal);
  if ("error" in outcome) throw scriptError(outcome.error);
  if (!("limit" in outcome)) return outcome.value === undefined ? undefined : JSON.parse(outcome.value);
  switch (outcome.limit) {
    case "time":
      throw new RpcError("TIMEOUT", `The script ran longer than ${timeoutMs} ms`);
    case "memory":
      throw new RpcError("MEMORY_LIMIT", `The script needs more than ${memoryMiB} MiB of memory`);
    case "result":
      throw tooLarge("The script returns");
  }
}

/** Ends with the worker's thread. */
async function runJob(job: ScriptJob, signal: AbortSignal): Promise<ScriptOutcome> {
  const worker = await startWorker(job, signal);
  try {
    return await outcomeOf(worker, job.timeoutMs, signal);
  } finally {
    await worker.terminate();
  }
}

/** A bundler keeps what is imported only here in a file of its own, which is what a worker starts from. */
async function startWorker(scriptJob: ScriptJob, signal: AbortSignal): Promise<Worker> {
  const { url } = await import("./script-worker.mjs");
  signal.throwIfAborted();
  return new Worker(new URL(url), {
    workerData: { scriptJob },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
}

function scriptError({ name, message, line }: ScriptError): RpcError {
  const what = name === undefined ? message : `${name}: ${message}`;
  const place = line === undefined ? "" : ` (line ${line})`;
  return new RpcError("SCRIPT_ERROR", `${what}${place}`, { data: { name, line } });
}
