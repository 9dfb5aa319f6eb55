import type { WebContents, WebFrameMain } from "electron";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { eventChannel } from "../../../shared/channels.js";
import type { RpcHost } from "../../server.js";
import type { RpcSession } from "../../session/session.js";
import { describeFrame } from "./sender-policy.js";

/** One document in one frame, with its session. */
export interface FrameSession {
  frame: WebFrameMain;
  isMainFrame: boolean;
  /** Names the document: a WebFrameMain outlives navigations and then stands for the next one. */
  token: string;
  session: RpcSession;
}

interface WebContentsWatch {
  frames: Set<FrameSession>;
  stop: () => void;
  /** Runs while there are iframes among the frames. */
  sweep?: NodeJS.Timeout | undefined;
}

/** No event of Electron tells that an iframe was taken out of its page: how often to look, in milliseconds. */
const SWEEP_MS = 1_000;

/** One session a document: opened at its first message, ended when the document goes. */
export class FrameSessions {
  readonly #watched = new Map<WebContents, WebContentsWatch>();
  #count = 0;

  constructor(readonly host: RpcHost) {}

  /** The session of the document that `frame` shows now. */
  of(frame: WebFrameMain, webContents: WebContents): FrameSession {
    const watch = this.#watched.get(webContents) ?? this.#watch(webContents);
    const { frames } = watch;
    this.#endWhere(frames, (entry) => !isAlive(entry));
    for (const entry of frames) {
      if (entry.frame === frame) return entry;
    }
    const entry = this.#open(frame);
    frames.add(entry);
    if (!entry.isMainFrame) this.#sweepLater(watch);
    return entry;
  }

  close(): void {
    for (const webContents of [...this.#watched.keys()]) this.#forget(webContents);
  }

  #open(frame: WebFrameMain): FrameSession {
    const { url, origin, isMainFrame } = describeFrame(frame);
    const sender = { id: `electron-${++this.#count}`, transport: "electron", url, origin };
    const session = this.host.connect({
      sender,
      emit: (event, payload) => this.#emit(entry, event, payload),
    });
    const entry: FrameSession = { frame, isMainFrame, token: frame.frameToken, session };
    return entry;
  }

  #emit(entry: FrameSession, event: string, payload: unknown): void {
    if (!isAlive(entry)) {
      this.host.logger.debug(`${event} dropped: the frame of ${entry.session.id} is gone`);
      return;
    }
    entry.frame.send(eventChannel(event), payload);
  }

  #watch(webContents: WebContents): WebContentsWatch {
    const frames = new Set<FrameSession>();
    const navigated = (...args: [unknown, unknown, unknown, unknown, boolean, number, number]) => {
      const [, , , , isMainFrame, processId, routingId] = args;
      // A new main document takes every frame of the old one with it.
      this.#endWhere(
        frames,
        (entry) =>
          isMainFrame ||
          !isAlive(entry) ||
          (entry.frame.processId === processId && entry.frame.routingId === routingId),
      );
    };
    const gone = () => this.#endWhere(frames, () => true);
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
      this.#endWhere(watch.frames, (entry) => !isAlive(entry));
      if ([...watch.frames].some(({ isMainFrame }) => !isMainFrame)) this.#sweepLater(watch);
    }, SWEEP_MS).unref();
  }

  #forget(webContents: WebContents): void {
    const watch = this.#watched.get(webContents);
    if (watch === undefined) return;
    this.#watched.delete(webContents);
    watch.stop();
    clearTimeout(watch.sweep);
    this.#endWhere(watch.frames, () => true);
  }

  #endWhere(frames: Set<FrameSession>, ended: (entry: FrameSession) => boolean): void {
    for (const entry of frames) {
      if (!ended(entry)) continue;
      frames.delete(entry);
      this.host.disconnect(entry.session, new RpcError("UNAVAILABLE", "The page is gone"));
    }
  }
}

/** Whether the document is still there to be sent to. */
export const isAlive = ({ frame, token }: FrameSession): boolean =>
  !frame.isDestroyed() && frame.frameToken === token;
