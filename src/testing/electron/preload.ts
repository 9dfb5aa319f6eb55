import * as events from "node:events";
import * as timers from "node:timers";
import * as url from "node:url";
import { compileFunction } from "node:vm";
import type { ContextBridge } from "electron";
import { createEvent } from "./events.js";
import type { SandboxedIpcRenderer } from "./ipc-renderer.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import { serialize } from "./serialize.js";

/** What `require("electron")` gives a sandboxed preload here (lib/sandboxed_renderer/api/module-list.ts). */
export interface SandboxedElectron {
  readonly contextBridge: Pick<ContextBridge, "exposeInMainWorld">;
  readonly ipcRenderer: SandboxedIpcRenderer;
}

/** A preload script, run once in each document of its frame before the page's own scripts. */
export type PreloadFunction = (electron: SandboxedElectron) => void;

const parameters = [
  "require",
  "process",
  "exports",
  "module",
  "Buffer",
  "global",
  "setImmediate",
  "clearImmediate",
];

/**
 * Makes a preload of a bundled CommonJS `source`, with the scope and the `require` of a sandboxed renderer:
 * `electron`, `events`, `timers` and `url`, and "module not found: x" for anything else
 * (lib/sandboxed_renderer/init.ts and preload.ts; docs/tutorial/sandbox.md).
 * @param filePath named in stack traces
 * @throws SyntaxError if `source` is no CommonJS
 */
export function loadPreloadSource(source: string, filePath = "preload.js"): PreloadFunction {
  const script = compileFunction(source, parameters, { filename: filePath }) as (...args: unknown[]) => void;
  return (electron) => {
    const module = { exports: {} };
    script(
      createRequire(electron),
      sandboxedProcess(),
      module.exports,
      module,
      Buffer,
      globalThis,
      timers.setImmediate,
      timers.clearImmediate,
    );
  };
}

/**
 * Runs the preloads of a document just loaded: the session's first, the window's last. One that throws is
 * printed and reported as "preload-error", and the next still runs (shell/browser/renderer_startup_data.cc).
 * An iframe runs none without `nodeIntegrationInSubFrames` (renderer_client_base.cc, ShouldLoadPreload).
 */
export function runPreloads(host: RenderFrameHost): void {
  const { browser, node, document } = host;
  const { preload, nodeIntegrationInSubFrames } = node.webContents.preferences;
  if (node.parent && !nodeIntegrationInSubFrames) return;

  const run = (filePath: string, load: () => PreloadFunction): void => {
    try {
      load()(document.electron);
    } catch (error) {
      browser.log.add("renderer", "error", `Unable to load preload script: ${filePath}`, error);
      browser.log.guard("renderer", () => reportError(host, filePath, serialize(error)));
    }
  };
  for (const { type, filePath } of browser.session.getPreloadScripts()) {
    if (type === "frame")
      run(filePath, () => loadPreloadSource(browser.behaviour.readFile(filePath), filePath));
  }
  if (preload) run(preload.name || "preload.js", () => preload);
}

function reportError({ node, toMain }: RenderFrameHost, filePath: string, error: unknown): void {
  toMain.post(() => node.webContents.emitSafely("preload-error", createEvent(), filePath, error));
}

function createRequire(electron: SandboxedElectron): (name: string) => unknown {
  const modules = new Map<string, unknown>([
    ["electron", electron],
    ["electron/common", electron],
    ["electron/renderer", electron],
  ]);
  for (const [name, builtin] of Object.entries({ events, timers, url })) {
    modules.set(name, builtin).set(`node:${name}`, builtin);
  }
  return (name) => {
    if (!modules.has(name)) throw new Error(`module not found: ${name}`);
    return modules.get(name);
  };
}

const sandboxedProcess = (): object => ({
  type: "renderer",
  sandboxed: true,
  contextIsolated: true,
  platform: process.platform,
  arch: process.arch,
  versions: { ...process.versions },
});
