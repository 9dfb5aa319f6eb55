import { randomUUID } from "node:crypto";
import type { Browser } from "./browser.js";
import type { FrameTreeNode } from "./frame-tree-node.js";
import { Mailbox } from "./mailbox.js";
import { RendererDocument } from "./renderer-document.js";
import type { RendererProcess } from "./renderer-process.js";
import { FakeWebFrameMain } from "./web-frame-main.js";

/** Turns that a message of main's takes when its events are late: more than a call and its reply together. */
const LATE_TURNS = 5;

type Lifecycle = "active" | "unloading" | "crashed" | "deleted";

/**
 * Chromium's RenderFrameHost: one frame of one renderer process, with the pipes in both directions.
 * A navigation replaces it (RenderDocument), unless `reuseFrames` is on and the origin stays.
 */
export class RenderFrameHost {
  readonly routingId: number;
  readonly frameToken = randomUUID();
  readonly toMain = new Mailbox();
  /** Replies have a pipe of their own, so there is no order between them and what main sends. */
  readonly replies = new Mailbox();
  readonly toRenderer: Mailbox;
  document: RendererDocument;
  #lifecycle: Lifecycle = "active";
  #detachedFrame: FakeWebFrameMain | undefined;

  constructor(
    readonly browser: Browser,
    readonly node: FrameTreeNode,
    readonly process: RendererProcess,
    public url: string,
    readonly origin: string,
  ) {
    this.routingId = process.nextRoutingId();
    this.toRenderer = new Mailbox(browser.behaviour.lateEvents ? LATE_TURNS : 1);
    this.document = new RendererDocument(this);
    browser.addHost(this);
  }

  get isActive(): boolean {
    return this.#lifecycle === "active";
  }

  get isCrashed(): boolean {
    return this.#lifecycle === "crashed";
  }

  /** Gone, or in a window that is: nothing it sent is dispatched any more. */
  get isDeleted(): boolean {
    return this.#lifecycle === "deleted" || this.node.webContents.isDestroyed();
  }

  /** Its `WebFrameMain`: the node's, or one of its own once another host took the node (WebFrameMain::From). */
  get webFrame(): FakeWebFrameMain {
    if (this.#lifecycle !== "unloading") return this.node.webFrame;
    this.#detachedFrame ??= new FakeWebFrameMain(this, true);
    return this.#detachedFrame;
  }

  /** The document is on its way out, but what it sent may still arrive (kRunningUnloadHandlers). */
  unload(): void {
    this.document.kill();
    this.#lifecycle = "unloading";
  }

  crash(): void {
    this.#lifecycle = "crashed";
  }

  delete(): void {
    this.document.kill();
    this.#lifecycle = "deleted";
    this.#detachedFrame?.dispose();
    this.browser.removeHost(this);
  }

  /** Loads `url` in this same host, as Chromium did before RenderDocument. */
  replaceDocument(url: string): void {
    this.document.kill();
    this.url = url;
    this.document = new RendererDocument(this);
  }
}
