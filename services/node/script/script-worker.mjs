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

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const RESULT = { limit: "result" };

/** @param {import("./script-worker.mjs").ScriptMessage} message */
const post = (message) => parentPort?.postMessage(message);

/**
 * Runs the script in a QuickJS of its own, which has ECMAScript and nothing else. What leaves it is small, or
 * measured before: over a string that does not fit into this thread V8 would end the whole process.
 *
 * @param {import("./script-worker.mjs").ScriptJob} job
 * @returns {Promise<import("./script-worker.mjs").ScriptOutcome>}
 */
async function run({ code, inputs, timeoutMs, memoryBytes, maxResultLength }) {
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
  // Before the script can change what the language has.
  const describer = context.evalCode(DESCRIBER);
  if (describer.error) return MEMORY;
  /** @param {import("quickjs-emscripten-core").QuickJSHandle} thrown */
  const failure = (thrown) => {
    if (late) return TIME;
    const described = context.callFunction(describer.value, context.undefined, thrown);
    if (late) return TIME;
    if (described.error) return MEMORY;
    const error = JSON.parse(context.getString(described.value));
    // Where not even an error fits into the memory any more, null is thrown.
    const full = error.message === "null" && quickjs.getWasmMemory().buffer.byteLength >= memoryBytes;
    return full || isOutOfMemory(error) ? MEMORY : { error: scriptError(error) };
  };
  /** @param {import("quickjs-emscripten-core").QuickJSHandle} json */
  const success = (json) => {
    if (context.typeof(json) !== "string") return { value: undefined };
    const length = context.getNumber(context.getProp(json, "length"));
    return length > maxResultLength ? RESULT : { value: context.getString(json) };
  };

  const script = context.evalCode(wrapped(code), "script.js");
  if (script.error) return failure(script.error);
  const json = context.newString(inputs);
  if (context.typeof(json) !== "string") return MEMORY;
  const called = context.callFunction(script.value, context.undefined, json);
  if (called.error) return failure(called.error);
  const jobs = runtime.executePendingJobs();
  if (jobs.error) return failure(jobs.error);
  const outcome = context.getPromiseState(called.value);
  if (outcome.type === "fulfilled") return success(outcome.value);
  if (outcome.type === "rejected") return failure(outcome.error);
  return late ? TIME : { error: { message: "It waits for a promise that nothing will settle" } };
}

/**
 * From the inputs' JSON to the result's. All that is before the code is on the code's first line, so that
 * lines in errors are the author's.
 *
 * @param {string} code
 */
const wrapped = (code) =>
  `((fromJson, toJson) => async (json) => toJson(await (async (inputs) => {${code}
})(fromJson(json))))(JSON.parse, JSON.stringify)`;

/**
 * The JSON of what was thrown, in short. It has no prototype, as a script may give all objects a `toJSON`.
 * The text of a getter or a `toString` that throws is nothing.
 */
const DESCRIBER = `((object, string, toJson, slice) => (thrown) => {
  const text = (make) => {
    try {
      const value = make();
      return value === undefined ? value : slice(string(value), 0, ${MESSAGE_LENGTH});
    } catch {}
  };
  const error = object(thrown);
  return toJson({
    __proto__: null,
    name: text(() => error.name),
    message: text(() => error.message) ?? text(() => toJson(thrown)) ?? text(() => string(thrown)) ?? typeof thrown,
    line: text(() => error.lineNumber),
    stack: text(() => error.stack),
  });
})(Object, String, JSON.stringify, Function.prototype.call.bind(String.prototype.slice))`;

/** @param {Record<string, string>} error */
const isOutOfMemory = ({ name, message }) => name === "InternalError" && message === "out of memory";

/**
 * @param {Record<string, string>} error
 * @returns {import("./script-worker.mjs").ScriptError}
 */
function scriptError({ name, message = "", stack = "", line = /script\.js:(\d+)/.exec(stack)?.[1] }) {
  return {
    message,
    ...(name !== undefined && { name }),
    ...(line !== undefined && { line: Number(line) }),
  };
}

// The main thread imports this file as well, to learn its URL.
if (workerData?.scriptJob !== undefined) run(workerData.scriptJob).then(post);
