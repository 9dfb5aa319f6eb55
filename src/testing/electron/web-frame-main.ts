import { EventEmitter } from "node:events";
import { startNavigation } from "./navigation.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import { serialize } from "./serialize.js";

/**
 * `WebFrameMain`. It stands for a place in the frame tree, so it stays the same object across navigations
 * and a crash, with the ids of whatever is loaded there now
 * (shell/browser/api/electron_api_web_frame_main.cc; spec/api-web-frame-main-spec.ts, "RenderFrame lifespan").
 * Properties throw between the loss of the frame and the next load, except the four that say so.
 */
export class FakeWebFrameMain extends EventEmitter {
  readonly frameTreeNodeId: number;
  #host: RenderFrameHost;
  #detached: boolean;
  #disposed = false;

  constructor(host: RenderFrameHost, detached = false) {
    super();
    this.frameTreeNodeId = host.node.id;
    this.#host = host;
    this.#detached = detached;
  }

  /** Whether another document has taken the frame's place, or the frame is gone. */
  get detached(): boolean {
    return this.#detached;
  }

  isDestroyed(): boolean {
    return this.#disposed;
  }

  get processId(): number {
    return this.#live().process.id;
  }

  /** Another number than the process has here: an operating system gives its own. */
  get osProcessId(): number {
    return this.#live().process.osId;
  }

  get routingId(): number {
    return this.#live().routingId;
  }

  /** Undefined where the Electron of the test is older than 38. */
  get frameToken(): string {
    const { frameToken, browser } = this.#live();
    return browser.behaviour.frameTokens ? frameToken : (undefined as unknown as string);
  }

  get url(): string {
    return this.#live().url;
  }

  get origin(): string {
    return this.#live().origin;
  }

  get name(): string {
    return this.#live().node.name;
  }

  get parent(): FakeWebFrameMain | null {
    return this.#live().node.parent?.webFrame ?? null;
  }

  get top(): FakeWebFrameMain {
    const { node } = this.#live();
    return node.parent ? node.root.webFrame : this;
  }

  get frames(): FakeWebFrameMain[] {
    const { node } = this.#live();
    return this.#detached ? [] : [...node.children].map((child) => child.webFrame);
  }

  get framesInSubtree(): FakeWebFrameMain[] {
    return [this, ...this.frames.flatMap((frame) => frame.framesInSubtree)];
  }

  /**
   * Sends to this frame. What cannot be cloned and a frame that is gone are printed, not thrown,
   * although the documentation says otherwise (lib/browser/api/web-frame-main.ts).
   * @throws TypeError if `channel` is no string
   */
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== "string") throw new TypeError("Missing required channel argument");
    try {
      this.#post(channel, args);
    } catch (error) {
      this.#host.browser.log.add("main", "error", "Error sending from webFrameMain: ", error);
    }
  }

  /** Loads the same URL again, and whether it could. */
  reload(): boolean {
    const { node, url } = this.#live();
    startNavigation(node, url).commit();
    return true;
  }

  /** @internal Another host took this place in the tree (UpdateRenderFrameHost). */
  swap(host: RenderFrameHost): void {
    this.#host = host;
    this.#detached = false;
    this.#disposed = false;
  }

  /** @internal */
  dispose(): void {
    this.#detached = true;
    this.#disposed = true;
  }

  #post(channel: string, args: unknown[]): void {
    const message = serializeArguments(args);
    const host = this.#live();
    host.toRenderer.post(() => host.document.receive(channel, message));
  }

  #live(): RenderFrameHost {
    if (this.#disposed) throw new Error("Render frame was disposed before WebFrameMain could be accessed");
    return this.#host;
  }
}

function serializeArguments(args: unknown[]): unknown[] {
  try {
    return serialize(args);
  } catch {
    throw new Error("Failed to serialize arguments");
  }
}
