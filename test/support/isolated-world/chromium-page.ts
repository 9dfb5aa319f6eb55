import type { CDPSession } from "playwright-core";
import type {
  FakeElectron,
  FakeFrame,
  FakeWindow,
  SandboxedElectron,
} from "../../../src/testing/electron/index.js";
import { ChromiumFrame } from "./chromium-frame.js";
import { DocumentPipe } from "./document-pipe.js";
import { decode } from "./structured-clone-codec.js";
import { BINDING, type FromIsolatedWorld, WORLD_NAME } from "./wire.js";
import type { WorldScripts } from "./world-scripts.js";

/** What a page in Chromium needs from its host. */
export interface PageOptions {
  readonly electron: FakeElectron;
  readonly scripts: WorldScripts;
  /** An expression for the structured-clone codec. */
  readonly codec: string;
  readonly nodeIntegrationInSubFrames: boolean;
}

interface NavigatedFrame {
  id: string;
  parentId?: string | undefined;
  name?: string | undefined;
  url: string;
  urlFragment?: string | undefined;
}

/** A page in Chromium, and the window of the fake Electron that does whatever Chromium does. */
export class ChromiumPage {
  readonly #session: CDPSession;
  readonly #codec: string;
  readonly #frames = new Map<string, ChromiumFrame>();
  /** By DevTools' number of the isolated world. */
  readonly #pipes = new Map<number, DocumentPipe>();
  /** Made by the fake's preload, which runs while a navigation commits. */
  #newPipe: DocumentPipe | undefined;
  readonly main: ChromiumFrame<FakeWindow>;

  private constructor(session: CDPSession, mainFrameId: string, options: PageOptions) {
    this.#session = session;
    this.#codec = options.codec;
    const window = options.electron.openWindow({
      url: "about:blank",
      preload: ({ ipcRenderer }: SandboxedElectron) => {
        this.#newPipe = new DocumentPipe(ipcRenderer, session);
      },
      nodeIntegrationInSubFrames: options.nodeIntegrationInSubFrames,
    });
    this.main = new ChromiumFrame(mainFrameId, window, session, options.codec);
    this.#frames.set(mainFrameId, this.main);
    this.#listen();
  }

  /** Follows a page that has loaded nothing yet, and has it run the worlds' scripts in every document. */
  static async follow(session: CDPSession, options: PageOptions): Promise<ChromiumPage> {
    const { mainWorld, isolatedWorld } = options.scripts;
    const { frameTree } = await session.send("Page.getFrameTree");
    const page = new ChromiumPage(session, frameTree.frame.id, options);
    await session.send("Inspector.enable");
    await session.send("Page.enable");
    await session.send("Page.setLifecycleEventsEnabled", { enabled: true });
    await session.send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD_NAME });
    await session.send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorld });
    await session.send("Page.addScriptToEvaluateOnNewDocument", {
      source: isolatedWorld,
      worldName: WORLD_NAME,
    });
    await session.send("Runtime.enable");
    return page;
  }

  /** The iframe with this `name`. */
  frameNamed(name: string): ChromiumFrame<FakeFrame> {
    const frame = [...this.#frames.values()].find(({ mirror }) => mirror.frame.name === name);
    if (!frame) throw new Error(`No frame is named ${name}.`);
    return frame as ChromiumFrame<FakeFrame>;
  }

  #listen(): void {
    const session = this.#session;
    session.on("Page.frameStartedNavigating", ({ frameId, url, loaderId, navigationType }) => {
      if (/sameDocument/i.test(navigationType)) return;
      this.#frames.get(frameId)?.navigationStarted(url, loaderId);
    });
    session.on("Page.frameNavigated", ({ frame }) => this.#commit(frame));
    session.on("Page.navigatedWithinDocument", ({ frameId, url }) => {
      this.#frames.get(frameId)?.navigatedWithinDocument(url);
    });
    session.on("Page.frameDetached", ({ frameId }) => this.#remove(frameId));
    session.on("Page.lifecycleEvent", ({ frameId, loaderId, name }) => {
      if (name === "load") this.#frames.get(frameId)?.loadEnded(loaderId);
    });
    session.on("Inspector.targetCrashed", () => this.#crash());
    session.on("Runtime.executionContextCreated", ({ context }) => {
      const { frameId = "", isDefault } = context.auxData ?? {};
      const frame = this.#frames.get(frameId);
      if (isDefault) frame?.mainWorldCreated(context.id);
      else if (context.name === WORLD_NAME) this.#connect(frame?.pipe, context.id);
    });
    session.on("Runtime.executionContextDestroyed", ({ executionContextId }) => {
      this.#pipes.delete(executionContextId);
    });
    session.on("Runtime.executionContextsCleared", () => this.#pipes.clear());
    session.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      if (name === BINDING) this.#receive(executionContextId, JSON.parse(payload) as FromIsolatedWorld);
    });
  }

  #commit({ id, parentId, name = "", url, urlFragment = "" }: NavigatedFrame): void {
    this.#newPipe = undefined;
    const known = this.#frames.get(id);
    const frame = known ?? this.#openFrame(id, parentId, name, url + urlFragment);
    if (!frame) return;
    // The mirror of an iframe loads its first page as it opens.
    known?.navigationCommitted(url + urlFragment);
    if (known) this.#forgetFramesThatAreGone();
    frame.pipe = this.#newPipe;
  }

  #openFrame(id: string, parentId: string | undefined, name: string, url: string): ChromiumFrame | undefined {
    const parent = parentId && this.#frames.get(parentId);
    if (!parent) return undefined;
    const frame = new ChromiumFrame(id, parent.mirror.openFrame({ url, name }), this.#session, this.#codec);
    this.#frames.set(id, frame);
    return frame;
  }

  #forgetFramesThatAreGone(): void {
    for (const [id, { mirror }] of this.#frames) {
      if (mirror !== this.main.mirror && mirror.frame.isDestroyed()) this.#frames.delete(id);
    }
  }

  #remove(frameId: string): void {
    const frame = this.#frames.get(frameId);
    if (!frame || !("remove" in frame.mirror)) return;
    frame.lost();
    frame.mirror.remove();
    this.#frames.delete(frameId);
  }

  #crash(): void {
    this.#pipes.clear();
    this.main.lost();
    this.main.mirror.crash();
  }

  #connect(pipe: DocumentPipe | undefined, world: number): void {
    if (!pipe) return;
    this.#pipes.set(world, pipe);
    pipe.connect(world);
  }

  #receive(world: number, message: FromIsolatedWorld): void {
    if (message.op !== "preload-error") {
      this.#pipes.get(world)?.receive(message);
      return;
    }
    const event = { defaultPrevented: false, preventDefault: () => {} };
    this.main.mirror.webContents.emit("preload-error", event, "preload.js", decode(message.error));
  }
}
