/**
 * What a sandboxed preload finds around it: Electron `lib/sandboxed_renderer/init.ts` and `preload.ts`,
 * `docs/tutorial/sandbox.md`.
 */
import { EventEmitter } from "./events.js";

type Require = (module: string) => unknown;

/** The preload file as a function of the names Electron gives it; without `Buffer`, which is not here. */
export type Preload = (
  require: Require,
  process: unknown,
  exports: object,
  module: { exports: object },
  global: typeof globalThis,
  setImmediate: (callback: (...args: unknown[]) => void, ...args: unknown[]) => number,
  clearImmediate: (id: number) => void,
) => void;

/** The parameters of `Preload` in their order, for the text that makes it. */
export const PRELOAD_PARAMETERS = "require, process, exports, module, global, setImmediate, clearImmediate";

const setImmediate: Parameters<Preload>[5] = (callback, ...args) => window.setTimeout(callback, 0, ...args);
const clearImmediate: Parameters<Preload>[6] = (id) => window.clearTimeout(id);

/** Electron's `url` is a polyfill of Node's old one; here its functions only say that they are missing. */
const url = Object.fromEntries(
  ["parse", "resolve", "resolveObject", "format"].map((name) => [
    name,
    () => {
      throw new Error(`The isolated-world host has no url.${name}`);
    },
  ]),
);

export function runPreload(preload: Preload, electron: object): void {
  const timers = {
    ...{ setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window) },
    ...{ setInterval: window.setInterval.bind(window), clearInterval: window.clearInterval.bind(window) },
    ...{ setImmediate, clearImmediate },
  };
  const events = Object.assign(EventEmitter, { EventEmitter });
  const modules = new Map<string, unknown>([
    ...["electron", "electron/common", "electron/renderer"].map((name) => [name, electron] as const),
    ...["events", "node:events"].map((name) => [name, events] as const),
    ...["timers", "node:timers"].map((name) => [name, timers] as const),
    ...["url", "node:url"].map((name) => [name, url] as const),
  ]);
  const require: Require = (name) => {
    if (!modules.has(name)) throw new Error(`module not found: ${name}`);
    return modules.get(name);
  };
  const process = Object.assign(new EventEmitter(), {
    ...{ type: "renderer", sandboxed: true, contextIsolated: true, isMainFrame: window === window.top },
  });
  const module = { exports: {} };
  preload(require, process, module.exports, module, globalThis, setImmediate, clearImmediate);
}
