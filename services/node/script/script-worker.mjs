// @ts-check
// Plain JavaScript, as a worker of Node 20 cannot start from TypeScript. See script-worker.d.mts.
import { parentPort, workerData } from "node:worker_threads";
import { isOutOfMemory, newDescriber, newEngine } from "../sandbox/engine.mjs";

export const url = import.meta.url;

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const TIME = { limit: "time" };

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const MEMORY = { limit: "memory" };

/** @type {import("./script-worker.mjs").ScriptOutcome} */
const RESULT = { limit: "result" };

/** @param {"begun" | import("./script-worker.mjs").ScriptOutcome} message */
const post = (message) => parentPort?.postMessage(message);

/**
 * Runs the script in an engine of its own. What leaves it is small, or measured before: over a string that does
 * not fit into this thread V8 would end the whole process.
 *
 * @param {import("./script-worker.mjs").ScriptJob} job
 * @returns {Promise<import("./script-worker.mjs").ScriptOutcome>}
 */
async function run({ code, inputs, timeoutMs, memoryBytes, maxResultLength }) {
  let deadline = Number.POSITIVE_INFINITY;
  let late = false;
  const engine = await newEngine(memoryBytes, () => {
    late ||= Date.now() > deadline;
    return late;
  });
  post("begun");
  deadline = Date.now() + timeoutMs;
  const { runtime, context } = engine;
  const describe = newDescriber(engine);
  if (describe === undefined) return MEMORY;
  /** @param {import("quickjs-emscripten-core").QuickJSHandle} thrown */
  const failure = (thrown) => {
    if (late) return TIME;
    const error = describe(thrown);
    if (late) return TIME;
    return error === undefined || isOutOfMemory(error, engine) ? MEMORY : { error: scriptError(error) };
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
 * @param {import("../sandbox/engine.mjs").ThrownInEngine} thrown
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
