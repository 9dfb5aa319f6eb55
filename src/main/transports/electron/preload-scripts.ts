import { fileURLToPath } from "node:url";
import type { Session } from "electron";

/** What of an Electron session the bridge's preload is registered by. */
export type PreloadSession = Pick<
  Session,
  "registerPreloadScript" | "unregisterPreloadScript" | "getPreloadScripts"
>;

const PRELOAD_ID = "atomiton-rpc";

/**
 * Registers the bridge's preload with a session, in the place of an earlier one, which stays when this one cannot
 * be had. https://www.electronjs.org/docs/latest/api/session#sesregisterpreloadscriptscript
 *
 * @param path Default: the preload of this package.
 * @throws Error on a path that is not absolute.
 */
export function registerPreload(session: PreloadSession, path: string | undefined): void {
  const earlier = session.getPreloadScripts().find(({ id }) => id === PRELOAD_ID);
  const filePath = path ?? fileURLToPath(new URL("../../../../preload/index.cjs", import.meta.url));
  if (earlier !== undefined) session.unregisterPreloadScript(PRELOAD_ID);
  try {
    session.registerPreloadScript({ type: "frame", id: PRELOAD_ID, filePath });
  } catch (error) {
    if (earlier !== undefined) session.registerPreloadScript(earlier);
    throw error;
  }
}

/** Takes the preload out of a session, unless somebody else has. */
export function unregisterPreload(session: PreloadSession): void {
  const registered = session.getPreloadScripts().some(({ id }) => id === PRELOAD_ID);
  if (registered) session.unregisterPreloadScript(PRELOAD_ID);
}
