// @ts-check
// Plain JavaScript, as a worker of Node 20 cannot start from TypeScript. See engine.d.mts.

/** Of WebAssembly's pages, in bytes. */
const PAGE_BYTES = 64 * 1024;

/** The memory that the engine is compiled to begin with, in pages: its stack and its own data are there. */
const FIRST_PAGES = 256;

const STACK_BYTES = 256 * 1024;

/** @type {typeof import("./engine.mjs").newEngine} */
export async function newEngine(memoryBytes, interrupted) {
  const { newQuickJSWASMModuleFromVariant, newVariant } = await import("quickjs-emscripten-core");
  const { default: variant } = await import("@jitl/quickjs-singlefile-mjs-release-sync");
  // The engine's own count of its memory misses most of it; what it cannot have it cannot use.
  const maximum = FIRST_PAGES + Math.ceil(memoryBytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }));
  const runtime = quickjs.newRuntime({
    memoryLimitBytes: memoryBytes,
    maxStackSizeBytes: STACK_BYTES,
    interruptHandler: interrupted,
  });
  return { runtime, context: runtime.newContext(), memory, maxBytes: maximum * PAGE_BYTES };
}

/** It grows by at least a twentieth at a time, so that is how much of it may never be had. */
const NEARLY = 0.9;

/** @type {typeof import("./engine.mjs").isOutOfMemory} */
export const isOutOfMemory = ({ name, message }, { memory, maxBytes }) =>
  (name === "InternalError" && message === "out of memory") ||
  // Where not even an error fits into the memory any more, null is thrown.
  (message === "null" && memory.buffer.byteLength >= maxBytes * NEARLY);

/**
 * The JSON of what was thrown, in short. It has no prototype, as a script may give all objects a `toJSON`.
 * The text of a getter or a `toString` that throws is nothing.
 */
const DESCRIBER = `((object, string, toJson, slice) => (thrown) => {
  const text = (make) => {
    try {
      const value = make();
      return value === undefined ? value : slice(string(value), 0, 2000);
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

/** @type {typeof import("./engine.mjs").newDescriber} */
export function newDescriber({ context }) {
  const describer = context.evalCode(DESCRIBER);
  if (describer.error) return undefined;
  return (thrown) => {
    const described = context.callFunction(describer.value, context.undefined, thrown);
    return described.error ? undefined : JSON.parse(context.getString(described.value));
  };
}
