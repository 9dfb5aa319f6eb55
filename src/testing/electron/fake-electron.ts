import { readFileSync } from "node:fs";
import { Browser } from "./browser.js";
import type { FakeIpcMain } from "./ipc-main.js";
import { type ListenerCounts, listenerCounts } from "./listener-counts.js";
import type { LogEntry } from "./log.js";
import { navigate } from "./navigation.js";
import type { PreloadFunction } from "./preload.js";
import type { FakeSession } from "./session.js";
import { FakeWebContents } from "./web-contents.js";
import type { FakeWebFrameMain } from "./web-frame-main.js";
import { FakeWindow } from "./window.js";

/** How the Electron of a test behaves, in all of its windows. */
export interface FakeElectronOptions {
  /** The preload of every window that names none. Default: none. */
  preload?: PreloadFunction;
  /**
   * Whether a load from the same origin keeps the frame's `routingId` and `frameToken`, as before Chromium's
   * RenderDocument. Default: false, every load brings new ones and `event.senderFrame` is null after it.
   */
  reuseFrames?: boolean;
  /**
   * Whether what main sends arrives later than replies that it gave afterwards, as may happen in Electron: both
   * have pipes of their own. Default: false, all arrives in the order of sending.
   */
  lateEvents?: boolean;
  /** Whether frames have a `frameToken`, as from Electron 38. Default: true. */
  frameTokens?: boolean;
  /** Reads a preload registered with the session, at every load. Default: from the file system. */
  readFile?: (filePath: string) => string;
}

/** What a window of a test shows first, and where its preload runs. */
export interface FakeWindowOptions {
  /** Default: "app://atomiton/index.html". */
  url?: string;
  /** Runs in each document of the main frame. Default: the app's. */
  preload?: PreloadFunction;
  /** Whether preloads run in iframes too, so that they can talk to main. Default: false, as in Electron. */
  nodeIntegrationInSubFrames?: boolean;
}

/** The functions of `webFrameMain`. */
export interface FakeWebFrameMainModule {
  fromId(processId: number, routingId: number): FakeWebFrameMain | undefined;
  fromFrameToken(processId: number, frameToken: string): FakeWebFrameMain | null;
}

/** One Electron app, in memory: what an RPC library touches of it, and the windows of a test. */
export class FakeElectron {
  readonly #browser: Browser;
  readonly #preload: PreloadFunction | undefined;
  readonly #opened: FakeWindow[] = [];

  constructor({
    preload,
    reuseFrames = false,
    lateEvents = false,
    frameTokens = true,
    readFile = readUtf8,
  }: FakeElectronOptions = {}) {
    this.#browser = new Browser({ reuseFrames, lateEvents, frameTokens, readFile });
    this.#preload = preload;
  }

  get ipcMain(): FakeIpcMain {
    return this.#browser.ipcMain;
  }

  /** The default session, which every window uses. */
  get session(): FakeSession {
    return this.#browser.session;
  }

  /** `webFrameMain`: the frames of all windows, by their ids or tokens (docs/api/web-frame-main.md). */
  get webFrameMain(): FakeWebFrameMainModule {
    const browser = this.#browser;
    return {
      fromId: (processId, routingId) => browser.findHost(processId, routingId)?.webFrame,
      fromFrameToken: (processId, frameToken) =>
        browser.findHostByToken(processId, frameToken)?.webFrame ?? null,
    };
  }

  /** What Electron would have printed, and exceptions nobody caught. */
  get log(): readonly LogEntry[] {
    return this.#browser.log.entries;
  }

  /** The windows that are open. */
  get windows(): FakeWindow[] {
    return this.#opened.filter(({ webContents }) => !webContents.isDestroyed());
  }

  /** Opens a window; its page is loaded and its preload has run when this returns. */
  openWindow(options: FakeWindowOptions = {}): FakeWindow {
    const { url = "app://atomiton/index.html", preload = this.#preload } = options;
    const { nodeIntegrationInSubFrames = false } = options;
    const webContents = new FakeWebContents(this.#browser, { preload, nodeIntegrationInSubFrames });
    const window = new FakeWindow(webContents);
    this.#opened.push(window);
    navigate(webContents.mainNode, url);
    return window;
  }

  /** Collects what main holds of invokes it will never answer; their callers get "reply was never sent". */
  collectGarbage(): void {
    for (const reply of this.#browser.unanswered) reply.collect();
    this.#browser.unanswered.clear();
  }

  /** What is registered with `ipcMain`, the session, and the web contents of every window there ever was. */
  listenerCounts(): ListenerCounts {
    const webContents = this.#opened.map((window) => window.webContents);
    return listenerCounts(this.ipcMain, this.session, webContents);
  }

  /** Closes every window and says what is still registered: nothing, if the code under test cleaned up. */
  dispose(): ListenerCounts {
    for (const window of this.windows) window.close();
    return this.listenerCounts();
  }
}

/** Makes an Electron app without windows. */
export const createFakeElectron = (options?: FakeElectronOptions): FakeElectron => new FakeElectron(options);

const readUtf8 = (filePath: string): string => readFileSync(filePath, "utf8");
