import { EventEmitter } from "node:events";
import type { Browser } from "./browser.js";
import { createEvent } from "./events.js";
import { FrameTreeNode } from "./frame-tree-node.js";
import type { PreloadFunction } from "./preload.js";
import type { FakeSession } from "./session.js";
import type { FakeWebFrameMain } from "./web-frame-main.js";

/** The web preferences of a window that matter here. */
export interface WebPreferences {
  readonly preload: PreloadFunction | undefined;
  readonly nodeIntegrationInSubFrames: boolean;
}

/**
 * `webContents` (shell/browser/api/electron_api_web_contents.cc, lib/browser/api/web-contents.ts).
 * After its window closed everything native throws, `id` included; the emitter and `isDestroyed` remain.
 */
export class FakeWebContents extends EventEmitter {
  /** @internal */
  readonly mainNode: FrameTreeNode;
  /** @internal */
  readonly preferences: WebPreferences;
  readonly #browser: Browser;
  readonly #id: number;
  #destroyed = false;

  constructor(browser: Browser, preferences: WebPreferences) {
    super();
    this.#browser = browser;
    this.#id = browser.nextId();
    this.preferences = preferences;
    this.mainNode = new FrameTreeNode(browser, this);
  }

  get id(): number {
    this.#assertAlive();
    return this.#id;
  }

  get session(): FakeSession {
    this.#assertAlive();
    return this.#browser.session;
  }

  get mainFrame(): FakeWebFrameMain {
    this.#assertAlive();
    return this.mainNode.webFrame;
  }

  getURL(): string {
    this.#assertAlive();
    return this.mainNode.current.url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    this.#assertAlive();
    return this.mainNode.current.isCrashed;
  }

  /** Sends to the main frame. @throws TypeError once destroyed */
  send(channel: string, ...args: unknown[]): void {
    this.mainFrame.send(channel, ...args);
  }

  /** Sends to one frame; false if there is none of that id. @throws Error on a malformed id */
  sendToFrame(frameId: number | [number, number], channel: string, ...args: unknown[]): boolean {
    const frame = this.#findFrame(frameId);
    frame?.send(channel, ...args);
    return frame !== undefined;
  }

  /** @internal Emits as main does: a listener's throw is an uncaught exception, not the emitter's. */
  emitSafely(event: string, ...args: unknown[]): void {
    if (this.#destroyed) return;
    this.#browser.log.guard("main", () => this.emit(event, ...args));
  }

  /** @internal The wrapper is empty before "destroyed" is emitted (WebContentsDestroyed). */
  destroy(): void {
    this.mainNode.delete();
    this.#destroyed = true;
    this.#browser.log.guard("main", () => this.emit("destroyed", createEvent()));
  }

  #findFrame(frameId: number | [number, number]): FakeWebFrameMain | undefined {
    if (typeof frameId === "number") {
      return this.#browser.findHost(this.mainFrame.processId, frameId)?.webFrame;
    }
    if (Array.isArray(frameId) && frameId.length === 2 && frameId.every((id) => typeof id === "number")) {
      return this.#browser.findHost(...frameId)?.webFrame;
    }
    throw new Error("Missing required frame argument (must be number or [processId, frameId])");
  }

  // gin_helper/function_template.h, ArgumentHolder.
  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError("Object has been destroyed");
  }
}
