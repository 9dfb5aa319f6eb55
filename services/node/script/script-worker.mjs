// @ts-check
// Plain JavaScript, as a worker of Node 20 cannot start from TypeScript. See script-worker.d.mts.
import { parentPort, workerData } from "node:worker_threads";

export const url = import.meta.url;

const STACK_BYTES = 256 * 1024;
const MESSAGE_LENGTH = 2000;

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const TIME = { limit: "time" };

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const MEMORY = { limit: "memory" };

/** @param {import("./script-worker.mjs").ScriptMessage} message */
const post = (message) => parentPort?.postMessage(message);

/**
 * Runs the script in a QuickJS of its own, which has ECMAScript and nothing else.
 *
 * @param {import("./script-worker.mjs").ScriptJob} job
 * @returns {Promise<import("./script-worker.mjs").ScriptOutcome>}
 */
async function run({ code, inputs, timeoutMs, memoryBytes }) {
  const { newQuickJSWASMModuleFromVariant } = await import("quickjs-emscripten-core");
  const quickjs = await newQuickJSWASMModuleFromVariant(import("@jitl/quickjs-singlefile-mjs-release-sync"));
  post("begun");
  const deadline = Date.now() + timeoutMs;
  let late = false;
  const runtime = quickjs.newRuntime({
    memoryLimitBytes: memoryBytes,
    maxStackSizeBytes: STACK_BYTES,
    interruptHandler: () => {
      late ||= Date.now() > deadline;
      return late;
    },
  });
  const context = runtime.newContext();
  /** @param {import("quickjs-emscripten-core").QuickJSHandle} handle */
  const failure = (handle) => {
    if (late) return TIME;
    const thrown = context.dump(handle);
    // Where not even an error fits into the memory any more, null is thrown.
    const full = thrown === null && quickjs.getWasmMemory().buffer.byteLength >= memoryBytes;
    return full || isOutOfMemory(thrown) ? MEMORY : { error: describe(thrown) };
  };

  const evaluated = context.evalCode(wrapped(code, inputs), "script.js");
  if (evaluated.error) return failure(evaluated.error);
  const jobs = runtime.executePendingJobs();
  if (jobs.error) return failure(jobs.error);
  const outcome = context.getPromiseState(evaluated.value);
  if (outcome.type === "fulfilled") return { value: context.dump(outcome.value) };
  if (outcome.type === "rejected") return failure(outcome.error);
  return late ? TIME : { error: { message: "It waits for a promise that nothing will settle" } };
}

/**
 * All that is before the code is on the code's first line, so that lines in errors are the author's.
 *
 * @param {string} code
 * @param {string} inputs
 */
const wrapped = (code, inputs) =>
  `(async (toJson) => toJson(await (async (inputs) => {${code}
})(JSON.parse(${JSON.stringify(inputs)}))))(JSON.stringify)`;

/** @param {unknown} thrown */
function isOutOfMemory(thrown) {
  const { name, message } = Object(thrown);
  return name === "InternalError" && message === "out of memory";
}

/**
 * @param {unknown} thrown
 * @returns {import("./script-worker.mjs").ScriptError}
 */
function describe(thrown) {
  const { name, message = JSON.stringify(thrown), stack, lineNumber } = Object(thrown);
  const line = lineNumber ?? /script\.js:(\d+)/.exec(stack)?.[1];
  return {
    message: String(message).slice(0, MESSAGE_LENGTH),
    ...(name !== undefined && { name: String(name) }),
    ...(line !== undefined && { line: Number(line) }),
  };
}

// The main thread imports this file as well, to learn its URL.
if (workerData?.scriptJob !== undefined) run(workerData.scriptJob).then(post);
