import type { RenderProcessGoneDetails } from "electron";
import { createEvent } from "./events.js";
import { FrameTreeNode } from "./frame-tree-node.js";
import { navigate, type PendingNavigation, startNavigation } from "./navigation.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import type { FakeWebContents } from "./web-contents.js";
import type { FakeWebFrameMain } from "./web-frame-main.js";
import type { FakePage } from "./world.js";

/** What a test can do in any frame, seen from the page's side. */
abstract class FrameHandle {
  protected readonly node: FrameTreeNode;

  constructor(node: FrameTreeNode) {
    this.node = node;
  }

  /** The frame as main sees it. */
  get frame(): FakeWebFrameMain {
    return this.node.webFrame;
  }

  /** The main world of the document loaded now; a new object after every load. */
  get page(): FakePage {
    return this.node.current.document.page;
  }

  /** Loads `url`; with only a new `#fragment`, nothing but the URL changes. */
  navigate(url: string): void {
    navigate(this.node, url);
  }

  /** Loads the same URL again. */
  reload(): void {
    startNavigation(this.node, this.node.current.url).commit();
  }

  /** Starts to load `url` and stops there: the old document lives until the returned navigation commits. */
  startNavigation(url: string): PendingNavigation {
    return startNavigation(this.node, url);
  }

  /** Adds an iframe and loads `url` in it. */
  openFrame({ url, name }: { url: string; name?: string }): FakeFrame {
    const { browser, webContents } = this.node;
    const child = new FrameTreeNode(browser, webContents, this.node, name);
    navigate(child, url);
    return new FakeFrame(child);
  }
}

/** An iframe. */
export class FakeFrame extends FrameHandle {
  /** Takes the iframe out of its page: its document ends now; main notices after what it sent before. */
  remove(): void {
    const { current } = this.node;
    this.node.killDocuments();
    current.toMain.whenEmpty(() => this.node.delete());
  }
}

/** A window and its main frame. */
export class FakeWindow extends FrameHandle {
  readonly webContents: FakeWebContents;

  constructor(webContents: FakeWebContents) {
    super(webContents.mainNode);
    this.webContents = webContents;
  }

  /**
   * Ends the renderer process of the main frame. Every document in the window is dead at once; main hears
   * what they sent before, then loses the frames, then gets "render-process-gone", each in a turn of its
   * own (electron_api_web_contents.cc, PrimaryMainFrameRenderProcessGone). A later load brings it back.
   */
  crash(reason: RenderProcessGoneDetails["reason"] = "crashed", exitCode = 1): void {
    const host = this.node.current;
    if (!host.isActive || host.process.gone) return;
    host.process.gone = true;
    this.node.killDocuments();
    host.toMain.post(() => this.#loseFrames(host, { reason, exitCode }));
  }

  /** Destroys the web contents. What is under way in either direction is lost. */
  close(): void {
    if (!this.webContents.isDestroyed()) this.webContents.destroy();
  }

  #loseFrames(host: RenderFrameHost, details: RenderProcessGoneDetails): void {
    if (!host.isActive) return;
    this.node.removeChildren();
    host.crash();
    this.node.webFrame.dispose();
    host.toMain.post(() => {
      this.webContents.emitSafely("render-process-gone", createEvent(), details);
    });
  }
}
