import type { Browser } from "./browser.js";
import { createEvent, defineFrameGetter } from "./events.js";
import { RenderFrameHost } from "./render-frame-host.js";
import type { FakeWebContents } from "./web-contents.js";
import { FakeWebFrameMain } from "./web-frame-main.js";

/**
 * A place for documents: the main frame or an iframe. Its id never changes; its host does.
 * It starts with the initial empty document, which has its creator's origin and runs no preload.
 */
export class FrameTreeNode {
  readonly id: number;
  readonly children = new Set<FrameTreeNode>();
  readonly webFrame: FakeWebFrameMain;
  current: RenderFrameHost;

  constructor(
    readonly browser: Browser,
    readonly webContents: FakeWebContents,
    readonly parent: FrameTreeNode | undefined = undefined,
    readonly name = "",
  ) {
    this.id = browser.nextId();
    const process = parent?.current.process ?? browser.createProcess();
    const origin = parent?.current.origin ?? "null";
    this.current = new RenderFrameHost(browser, this, process, "about:blank", origin);
    this.webFrame = new FakeWebFrameMain(this.current);
    parent?.children.add(this);
    if (parent) this.#emitCreated();
  }

  get root(): FrameTreeNode {
    return this.parent?.root ?? this;
  }

  removeChildren(): void {
    for (const child of [...this.children]) child.delete();
  }

  /** The frame is gone for good, and every frame in it (WebContents::FrameDeleted). */
  delete(): void {
    this.removeChildren();
    this.parent?.children.delete(this);
    this.current.delete();
    this.webFrame.dispose();
  }

  /** Ends every document from here down, as the death of their process does. */
  killDocuments(): void {
    this.current.document.kill();
    for (const child of this.children) child.killDocuments();
  }

  // electron_api_web_contents.cc, RenderFrameCreated.
  #emitCreated(): void {
    const details = {};
    defineFrameGetter(details, "frame", this.browser, this.current);
    this.webContents.emitSafely("frame-created", createEvent(), details);
  }
}
