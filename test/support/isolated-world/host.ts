import { once } from "node:events";
import type { Browser, BrowserContext } from "playwright-core";
import {
  createFakeElectron,
  type FakeElectron,
  type FakeElectronOptions,
  type FakeIpcMain,
  type ListenerCounts,
} from "../../../src/testing/electron/index.js";
import { launchChromium } from "../chromium.js";
import { ChromiumPage } from "./chromium-page.js";
import { type PageServer, servePages } from "./page-server.js";
import { IsolatedWorldWindow } from "./window.js";
import { buildCodec, buildWorldScripts } from "./world-scripts.js";

export interface IsolatedWorldHostOptions extends Pick<FakeElectronOptions, "reuseFrames"> {
  /** Source of the preload of every window: one CommonJS file that runs as it is. */
  preload: string;
  /** Text of each page by its path; `.js`, `.css` and `.json` are served as such, all else as HTML. */
  pages: Readonly<Record<string, string>>;
}

export interface IsolatedWorldWindowOptions {
  /** Whether the preload runs in iframes too. Default: false, as in Electron. */
  nodeIntegrationInSubFrames?: boolean;
}

/**
 * Real renderer processes under a fake main process: Chromium runs pages in their main world and the preload
 * in an isolated world, and the in-memory Electron of `src/testing` stands for main. Its windows and frames
 * follow those of Chromium.
 */
export class IsolatedWorldHost {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #server: PageServer;
  readonly #preload: string;
  readonly #codec = buildCodec();
  readonly #opened: IsolatedWorldWindow[] = [];
  /** The main process: session, log, listener counts. */
  readonly electron: FakeElectron;

  constructor(
    browser: Browser,
    context: BrowserContext,
    server: PageServer,
    options: IsolatedWorldHostOptions,
  ) {
    this.#browser = browser;
    this.#context = context;
    this.#server = server;
    this.#preload = options.preload;
    this.electron = createFakeElectron({
      reuseFrames: options.reuseFrames ?? false,
      // Preloads registered with the session would run in Node, beside the document and not in it.
      readFile: () => "",
    });
  }

  get ipcMain(): FakeIpcMain {
    return this.electron.ipcMain;
  }

  /** The windows that are open. */
  get windows(): IsolatedWorldWindow[] {
    return this.#opened.filter(({ webContents }) => !webContents.isDestroyed());
  }

  /** The origin of the host's pages. */
  get origin(): string {
    return this.#server.origin;
  }

  /** Opens a window and waits until its page has loaded. */
  async openWindow(path: string, options: IsolatedWorldWindowOptions = {}): Promise<IsolatedWorldWindow> {
    const { nodeIntegrationInSubFrames = false } = options;
    const page = await this.#context.newPage();
    const session = await this.#context.newCDPSession(page);
    const chromiumPage = await ChromiumPage.follow(session, {
      electron: this.electron,
      scripts: buildWorldScripts(this.#preload, nodeIntegrationInSubFrames),
      codec: this.#codec,
      nodeIntegrationInSubFrames,
    });
    const crash = async () => {
      const gone = once(chromiumPage.main.mirror.webContents, "render-process-gone");
      // The command cannot answer: its renderer is dead.
      session.send("Page.crash").catch(() => {});
      await gone;
    };
    const window = new IsolatedWorldWindow(chromiumPage, page, this.origin, crash);
    this.#opened.push(window);
    await window.navigate(path);
    return window;
  }

  /**
   * Closes every window, the browser and the server: no process, no socket and no file is left.
   * Returns what is still registered in main: nothing, if the code under test cleaned up.
   */
  async close(): Promise<ListenerCounts> {
    for (const window of this.windows) await window.close();
    await this.#browser.close();
    await this.#server.close();
    return this.electron.dispose();
  }
}

/**
 * Starts a host.
 * @throws SyntaxError on a preload that is no CommonJS, Error without a Chromium
 */
export async function launchIsolatedWorldHost(options: IsolatedWorldHostOptions): Promise<IsolatedWorldHost> {
  buildWorldScripts(options.preload, false);
  // Keeps iframes of other origins in the renderer of their page, where its DevTools session sees them.
  const browser = await launchChromium(["--disable-site-isolation-trials"]);
  const context = await browser.newContext();
  return new IsolatedWorldHost(browser, context, await servePages(options.pages), options);
}
