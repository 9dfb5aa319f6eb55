import type { WebContents, WebFrameMain } from "electron";
import type { RpcSender } from "../../../../decorators/rpc-call.js";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { eventChannel } from "../../../shared/channels.js";
import { errorToWire } from "../../../shared/error-wire.js";
import { PROTOCOL_EVENT } from "../../../shared/messages.js";
import type { RpcHost } from "../../server.js";
import type { RpcSession } from "../../session/session.js";
import { documentOf, isAlive } from "./frame-document.js";

/** One document in one frame, with its session. */
export interface FrameSession {
  frame: WebFrameMain;
  isMainFrame: boolean;
  /** Names the document: a WebFrameMain outlives navigations and then stands for the next one. */
  document: string;
  session: RpcSession;
}

/** What the sender of a frame's messages is said to be, besides its id. */
export type FrameSender = Omit<RpcSender, "id" | "transport">;

interface WebContentsWatch {
  frames: Set<FrameSession>;
  stop: () => void;
  /** Runs while there are iframes among the frames. */
  sweep?: NodeJS.Timeout | undefined;
}

/** No event of Electron tells that an iframe was taken out of its page: how often to look, in milliseconds. */
const SWEEP_MS = 1_000;

const pageGone = () => new RpcError("UNAVAILABLE", "The page is gone");

/** One session a document: opened at its first message, ended when the document goes. */
export class FrameSessions {
  readonly #byFrame = new Map<WebFrameMain, FrameSession>();
  readonly #watched = new Map<WebContents, WebContentsWatch>();
  #count = 0;

  constructor(readonly host: RpcHost) {}

  /**
   * The session of the document that `frame` shows now.
   *
   * @param describe Says who the sender is, for a session that is to be opened.
   */
  of(frame: WebFrameMain, webContents: WebContents, describe: () => FrameSender): FrameSession {
    const known = this.#byFrame.get(frame);
    if (known !== undefined && isAlive(known)) return known;
    const sender = describe();
    const watch = this.#watched.get(webContents) ?? this.#watch(webContents);
    if (known !== undefined) this.#end(watch, known);
    const entry = this.#open(watch, frame, sender);
    this.#byFrame.set(frame, entry);
    watch.frames.add(entry);
    if (!entry.isMainFrame) this.#sweepLater(watch);
    return entry;
  }

  /** Delivers a one-way call of a document that is on its way out: to a session of its own, which then ends. */
  async deliver(sender: FrameSender, request: unknown): Promise<void> {
    const session = this.host.connect({ sender: this.#named(sender), emit: () => {} });
    await session.notify(request);
    this.host.disconnect(session, pageGone());
  }

  /**
   * Ends every session.
   *
   * @param reason Given, the pages are told that their connection is lost, by `rpc.closed`, because they live on.
   */
  close(reason?: RpcError): void {
    for (const [webContents, { frames }] of [...this.#watched]) {
      const told = reason === undefined ? [] : [...frames];
      this.#forget(webContents, reason);
      for (const entry of told) this.#emit(entry, PROTOCOL_EVENT.closed, errorToWire(reason, false));
    }
  }

  #open(watch: WebContentsWatch, frame: WebFrameMain, sender: FrameSender): FrameSession {
    const session = this.host.connect({
      sender: this.#named(sender),
      emit: (event, payload) => this.#emit(entry, event, payload),
      closed: (reason) => {
        this.#forgetEntry(watch, entry);
        this.#emit(entry, PROTOCOL_EVENT.closed, errorToWire(reason, false));
      },
    });
    const isMainFrame = frame.parent === null;
    const entry: FrameSession = { frame, isMainFrame, document: documentOf(frame), session };
    return entry;
  }

  #named(sender: FrameSender): RpcSender {
    return { ...sender, id: `electron-${++this.#count}`, transport: "electron" };
  }

  #emit(entry: FrameSession, event: string, payload: unknown): void {
    if (isAlive(entry)) entry.frame.send(eventChannel(event), payload);
    else this.host.logger.debug(`${event} dropped: the frame of ${entry.session.id} is gone`);
  }

  #watch(webContents: WebContents): WebContentsWatch {
    const frames = new Set<FrameSession>();
    const navigated = (...args: [unknown, unknown, unknown, unknown, boolean, number, number]) => {
      const [, , , , isMainFrame, processId, routingId] = args;
      // A new main document takes every frame of the old one with it.
      this.#endWhere(
        watch,
        (entry) =>
          isMainFrame ||
          !isAlive(entry) ||
          (entry.frame.processId === processId && entry.frame.routingId === routingId),
      );
    };
    // It may come after the page that follows has begun to talk.
    const gone = () => this.#endWhere(watch, (entry) => !isAlive(entry));
    const destroyed = () => this.#forget(webContents);
    webContents.on("did-frame-navigate", navigated);
    // A load that failed shows an error page, which is a document too.
    webContents.on("did-fail-provisional-load", navigated);
    webContents.on("render-process-gone", gone);
    webContents.once("destroyed", destroyed);
    const stop = () => {
      webContents.off("did-frame-navigate", navigated);
      webContents.off("did-fail-provisional-load", navigated);
      webContents.off("render-process-gone", gone);
      webContents.off("destroyed", destroyed);
    };
    const watch: WebContentsWatch = { frames, stop };
    this.#watched.set(webContents, watch);
    return watch;
  }

  #sweepLater(watch: WebContentsWatch): void {
    watch.sweep ??= setTimeout(() => {
      watch.sweep = undefined;
      this.#endWhere(watch, (entry) => !isAlive(entry));
      if ([...watch.frames].some(({ isMainFrame }) => !isMainFrame)) this.#sweepLater(watch);
    }, SWEEP_MS).unref();
  }

  #forget(webContents: WebContents, reason?: RpcError): void {
    const watch = this.#watched.get(webContents);
    if (watch === undefined) return;
    this.#watched.delete(webContents);
    watch.stop();
    clearTimeout(watch.sweep);
    this.#endWhere(watch, () => true, reason);
  }

  #endWhere(watch: WebContentsWatch, ended: (entry: FrameSession) => boolean, reason?: RpcError): void {
    for (const entry of watch.frames) if (ended(entry)) this.#end(watch, entry, reason);
  }

  #forgetEntry({ frames }: WebContentsWatch, entry: FrameSession): void {
    frames.delete(entry);
    if (this.#byFrame.get(entry.frame) === entry) this.#byFrame.delete(entry.frame);
  }

  #end(watch: WebContentsWatch, entry: FrameSession, reason = pageGone()): void {
    this.#forgetEntry(watch, entry);
    this.host.disconnect(entry.session, reason);
  }
}
