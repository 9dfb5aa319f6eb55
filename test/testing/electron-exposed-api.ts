import { createFakeElectron } from "../../src/testing/electron/index.js";

type Callable = (...args: unknown[]) => unknown;
export type Api = Record<string, Callable>;

/** Exposes `api` as `window.api` and returns what the page sees. */
export const expose = (api: unknown): unknown => exposeIn(api).page.api;

/** The same, with the app and the window. */
export function exposeIn(api: unknown) {
  const electron = createFakeElectron();
  const window = electron.openWindow({
    preload: ({ contextBridge }) => contextBridge.exposeInMainWorld("api", api),
  });
  return { electron, window, page: window.page };
}

/** The same, for an API of functions. */
export const exposeApi = (api: unknown): Api => expose(api) as Api;

/** `wrap` around `wrap`, `depth` times; the innermost wraps 0. */
export const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = wrap(0);
  for (let level = 1; level < depth; level++) value = wrap(value);
  return value;
};

/** What Electron says of too deep a nesting. */
export const tooDeep =
  "Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.";
