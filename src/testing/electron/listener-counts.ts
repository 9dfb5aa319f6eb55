import type { EventEmitter } from "node:events";
import { type FakeIpcMain, ignoreError } from "./ipc-main.js";
import type { FakeSession } from "./session.js";
import type { FakeWebContents } from "./web-contents.js";

/** What is registered, by name; every field is empty when nothing is. */
export interface ListenerCounts {
  /** Channels with an invoke handler. */
  readonly handlers: string[];
  /** Listeners by channel. */
  readonly ipcMain: Record<string, number>;
  /** Listeners by event, of all windows together. */
  readonly webContents: Record<string, number>;
  /** Ids of registered preload scripts. */
  readonly preloadScripts: string[];
}

export function listenerCounts(
  ipcMain: FakeIpcMain,
  session: FakeSession,
  allWebContents: readonly FakeWebContents[],
): ListenerCounts {
  return {
    handlers: ipcMain.handledChannels(),
    ipcMain: countListeners([ipcMain]),
    webContents: countListeners(allWebContents),
    preloadScripts: session.getPreloadScripts().map(({ id }) => id),
  };
}

function countListeners(emitters: readonly EventEmitter[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const emitter of emitters) {
    for (const event of emitter.eventNames()) {
      const count = emitter.listeners(event).filter((listener) => listener !== ignoreError).length;
      if (count > 0) counts[String(event)] = (counts[String(event)] ?? 0) + count;
    }
  }
  return counts;
}
