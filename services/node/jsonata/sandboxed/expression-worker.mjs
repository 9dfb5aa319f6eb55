// @ts-check
// Plain JavaScript, as a worker of Node 20 cannot start from TypeScript. See expression-worker.d.mts.
import { randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { isOutOfMemory, newDescriber, newEngine } from "../../sandbox/engine.mjs";
import { guest } from "./guest.mjs";
import { base64, randomFrom } from "./guest-globals.mjs";
import { listFunctions } from "./guest-lists.mjs";
import { library } from "./library.mjs";

export const url = import.meta.url;

/**
 * Properties by which the library knows its own lists and functions. Data may have some of the same name, so
 * here they get names that no data has.
 */
const MARKS = ["outerWrapper", "tupleStream", "_jsonata_lambda", "_jsonata_function"];

/** Of memory that an engine has come to use; it never gives any back. */
const MUCH_BYTES = 64 * 1024 * 1024;

/** Of WebAssembly's pages. */
const PAGE_BYTES = 64 * 1024;

const OPTIONS = { depth: 10_000, list: 1024 * 1024, turnMs: 50 };

/** @param {import("./expression-worker.mjs").ExpressionMessage} message */
const post = (message) => parentPort?.postMessage(message);

/**
 * Evaluates what comes, one after the other, each in an engine that is as it was when it began: nothing that one
 * evaluation does is there for the next.
 *
 * @param {import("./expression-worker.mjs").ExpressionWorkerData} limits
 */
async function serve(limits) {
  const { memoryBytes, maxResultLength } = limits;
  let deadline = Number.POSITIVE_INFINITY;
  let late = false;
  const engine = await newEngine(memoryBytes, () => {
    late ||= Date.now() > deadline;
    return late;
  });
  const { runtime, context, memory } = engine;
  const describe = newDescriber(engine);
  const evaluate = context.unwrapResult(context.evalCode(prepared(), "jsonata.js"));
  // The context makes these handles when they are first asked for, which must not be after the copy.
  const { undefined: nothing } = context;
  const size = memory.buffer.byteLength;
  const beginning = pagesOf(memory);

  const restore = () => {
    const now = new Uint8Array(memory.buffer);
    now.fill(0);
    for (const [at, page] of beginning) now.set(page, at);
  };

  /**
   * @param {import("./expression-worker.mjs").ExpressionJob} job
   * @returns {import("./expression-worker.mjs").ExpressionOutcome}
   */
  const run = ({ expression, holds, inputs, token, timeoutMs }) => {
    late = false;
    deadline = Date.now() + timeoutMs;
    const seed = [...crypto.getRandomValues(new Uint32Array(4))];
    const texts = [JSON.stringify({ expression, holds }), inputs, token].map((text) =>
      context.newString(text),
    );
    if (texts.some((text) => context.typeof(text) !== "string")) return { limit: "memory" };
    const numbers = context.unwrapResult(context.evalCode(JSON.stringify(seed)));
    const called = context.callFunction(evaluate, nothing, ...texts, numbers);
    const jobs = called.error ? called : runtime.executePendingJobs();
    if (late) return { limit: "time" };
    const outcome = called.error ? undefined : context.getPromiseState(called.value);
    if (!jobs.error && outcome?.type === "pending") return { error: { message: "It never ends" } };
    if (!jobs.error && outcome?.type === "fulfilled") return success(outcome.value);
    const thrown = describe?.(jobs.error ?? /** @type {any} */ (outcome).error);
    if (late) return { limit: "time" };
    if (thrown === undefined || isOutOfMemory(thrown, engine)) return { limit: "memory" };
    return { error: { message: thrown.message ?? "" } };
  };

  /** @param {import("quickjs-emscripten-core").QuickJSHandle} json */
  const success = (json) => {
    if (context.typeof(json) !== "string") return { error: { message: "It gives nothing" } };
    if (context.getNumber(context.getProp(json, "length")) > maxResultLength) return { limit: "result" };
    const text = context.getString(json);
    return isTooMuch(text, limits) ? { limit: "result" } : { json: text };
  };

  post("ready");
  parentPort?.on("message", (/** @type {import("./expression-worker.mjs").ExpressionJob} */ job) => {
    const outcome = run(job);
    const spent = memory.buffer.byteLength > size + MUCH_BYTES;
    post({ outcome, spent });
    if (!spent) restore();
  });
}

/**
 * Copies of those parts of a memory that are not all zero, each with its place: most of it is empty.
 *
 * @param {WebAssembly.Memory} memory
 */
function pagesOf({ buffer }) {
  const pages = Array.from({ length: buffer.byteLength / PAGE_BYTES }, (_, n) => n * PAGE_BYTES);
  return pages
    .map((at) => /** @type {const} */ ([at, new Uint8Array(buffer, at, PAGE_BYTES).slice()]))
    .filter(([, page]) => page.some((byte) => byte !== 0));
}

/**
 * Whether JSON has more values than are read quickly where it goes, or deeper ones than data may have.
 *
 * @param {string} json
 * @param {import("./expression-worker.mjs").ExpressionWorkerData} limits
 */
function isTooMuch(json, { maxResultValues, maxResultDepth }) {
  let values = 0;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json.charAt(at)) {
      case '"':
        for (at++; json.charAt(at) !== '"' && at < json.length; at++) if (json.charAt(at) === "\\") at++;
        break;
      case "[":
      case "{":
        depth++;
        values++;
        break;
      case "]":
      case "}":
        depth--;
        break;
      case ",":
        values++;
    }
    if (values > maxResultValues || depth > maxResultDepth) return true;
  }
  return false;
}

/** A script that gives what evaluates. */
function prepared() {
  const secrets = new Map(MARKS.map((mark) => [mark, `m${randomBytes(16).toString("hex")}`]));
  const text = library.replace(
    new RegExp(`(?<=[.{,])(${MARKS.join("|")})\\b`, "g"),
    (mark) => secrets.get(mark) ?? mark,
  );
  const functionMarks = ["_jsonata_lambda", "_jsonata_function"].map((mark) => secrets.get(mark));
  const parts = `{ base64: ${base64}, randomFrom: ${randomFrom}, listFunctions: ${listFunctions} }`;
  return `${text};(${guest})(jsonata, ${parts}, ${JSON.stringify({ ...OPTIONS, functionMarks })})`;
}

// The main thread imports this file as well, to learn its URL.
if (workerData?.expressions !== undefined) void serve(workerData.expressions);
