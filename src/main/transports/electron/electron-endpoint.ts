import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents, WebFrameMain } from "electron";
import type { RpcClaims } from "../../../../decorators/rpc-call.js";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { INVOKE_CHANNEL, SEND_CHANNEL } from "../../../shared/channels.js";
import { errorToWire } from "../../../shared/error-wire.js";
import type { RpcResponse } from "../../../shared/messages.js";
import type { RpcHost } from "../../server.js";
import { readClaims } from "../../session/claims.js";
import { isAlive } from "./frame-document.js";
import { type FrameSender, type FrameSession, FrameSessions } from "./frame-sessions.js";
import { type PreloadSession, registerPreload, unregisterPreload } from "./preload-scripts.js";
import { describeFrame, refusalBy, type SenderFrame, type SenderPolicy } from "./sender-policy.js";

/** What of `ipcMain` is used. */
export type EndpointIpcMain = Pick<IpcMain, "handle" | "removeHandler" | "on" | "removeListener">;

/** One transport that listens: which frames it serves, and where its preload is registered. */
export interface Listener {
  senders: SenderPolicy;
  session?: PreloadSession | undefined;
  preload?: string | undefined;
  windowName?: ((webContents: WebContents) => string | undefined) | undefined;
  claims?: ((frame: SenderFrame) => RpcClaims | undefined) | undefined;
}

/** Where an `ipcMain` keeps what serves it, across reloads of this module. */
const ENDPOINT = Symbol.for("@atomiton/rpc/electronEndpoint");

type Slot = EndpointIpcMain & { [ENDPOINT]?: ElectronEndpoint | undefined };

/**
 * Begins to listen on an `ipcMain`. Transports of one server share its channels; those of another server take them
 * over, and the pages are told.
 *
 * @returns the way to stop.
 * @throws Error when the channels or the preload cannot be had; nothing is changed then.
 */
export function listenOn(ipcMain: EndpointIpcMain, host: RpcHost, listener: Listener): () => void {
  const slot = ipcMain as Slot;
  const current = slot[ENDPOINT];
  if (current?.host === host) return current.join(listener);
  const endpoint = new ElectronEndpoint(slot, host);
  const leave = endpoint.join(listener);
  try {
    endpoint.open(current);
  } catch (error) {
    leave();
    throw error;
  }
  return leave;
}

/** Serves the pages of one `ipcMain` for one server. */
class ElectronEndpoint {
  readonly #sessions: FrameSessions;
  readonly #listeners = new Set<Listener>();
  /** Sessions of Electron that have the preload, also from a server before. */
  readonly #preloads = new Set<PreloadSession>();

  constructor(
    readonly ipcMain: Slot,
    readonly host: RpcHost,
  ) {
    this.#sessions = new FrameSessions(host);
  }

  /** Serves the frames of one more transport, until the returned function is called. */
  join(listener: Listener): () => void {
    if (listener.session !== undefined) {
      registerPreload(listener.session, listener.preload);
      this.#preloads.add(listener.session);
    }
    this.#listeners.add(listener);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#close();
    };
  }

  /** @throws Error when somebody else handles the channel. */
  open(previous: ElectronEndpoint | undefined): void {
    for (const session of previous?.yield() ?? []) this.#preloads.add(session);
    this.ipcMain.handle(INVOKE_CHANNEL, this.#onInvoke);
    this.ipcMain.on(SEND_CHANNEL, this.#onSend);
    this.ipcMain[ENDPOINT] = this;
  }

  /** Another server takes over, maybe of another copy of this module; it is given the sessions that have the preload. */
  yield(): PreloadSession[] {
    const preloads = [...this.#preloads];
    this.#preloads.clear();
    this.#listeners.clear();
    this.#close(takenOver());
    return preloads;
  }

  #close(reason?: RpcError): void {
    if (this.ipcMain[ENDPOINT] === this) {
      this.ipcMain.removeHandler(INVOKE_CHANNEL);
      this.ipcMain.removeListener(SEND_CHANNEL, this.#onSend);
      delete this.ipcMain[ENDPOINT];
    }
    this.#sessions.close(reason);
    for (const session of this.#preloads) unregisterPreload(session);
    this.#preloads.clear();
  }

  #onInvoke = async (event: IpcMainInvokeEvent, request: unknown): Promise<RpcResponse> => {
    try {
      const entry = this.#admit(event);
      const reply = await entry.session.invoke(request);
      if (!isAlive(entry)) {
        this.host.logger.debug(`A reply dropped: the frame of ${entry.session.id} is gone`);
      }
      return reply;
    } catch (error) {
      if (!(error instanceof RpcError)) this.host.logger.error("A message could not be admitted", error);
      return { error: errorToWire(error, false) };
    }
  };

  #onSend = (event: IpcMainEvent, request: unknown): void => {
    try {
      const frame = event.senderFrame;
      // What a page sends as it unloads comes when another document has its place, or none.
      if (frame === null || frame.isDestroyed()) {
        this.host.logger.warn(
          "A one-way call was dropped: its page is gone, and nobody can tell which it was",
        );
      } else if (frame.detached) {
        void this.#sessions.deliver(this.#senderOf(frame, event.sender)(), request);
      } else {
        void this.#admit(event).session.notify(request);
      }
    } catch (error) {
      if (!(error instanceof RpcError)) this.host.logger.error("A one-way message failed", error);
    }
  };

  #admit(event: IpcMainInvokeEvent | IpcMainEvent): FrameSession {
    // Read first of all: the frame can be null after an await.
    const frame = event.senderFrame;
    // A message may come after its document went: then nobody would ever end a session opened for it.
    if (frame === null || frame.isDestroyed() || frame.detached) {
      throw new RpcError("UNAVAILABLE", "The page is gone");
    }
    return this.#sessions.of(frame, event.sender, this.#senderOf(frame, event.sender));
  }

  /**
   * Gives the way to describe the sender, for a session that is to be opened.
   *
   * @throws RpcError FORBIDDEN when no transport serves the frame.
   */
  #senderOf(frame: WebFrameMain, webContents: WebContents): () => FrameSender {
    const described = describeFrame(frame);
    let refusal: string | undefined;
    for (const listener of this.#listeners) {
      refusal = refusalBy(listener.senders, described);
      if (refusal === undefined) return () => senderOf(listener, frame, described, webContents);
    }
    this.host.logger.warn(`A message from ${frame.url} was refused: ${refusal}`);
    throw new RpcError("FORBIDDEN", "This frame is not allowed to call");
  }
}

function senderOf(
  { windowName, claims }: Listener,
  frame: WebFrameMain,
  described: SenderFrame,
  webContents: WebContents,
): FrameSender {
  const name = windowName?.(webContents);
  const claimed = readClaims(claims?.(described), "claims");
  return {
    url: described.url,
    origin: described.origin,
    webContentsId: webContents.id,
    frameId: frame.routingId,
    ...(name !== undefined && { windowName: name }),
    ...(claimed !== undefined && { claims: claimed }),
  };
}

/** Said to whom the server before this one served: `data` tells a client that its calls did not run to their end. */
const takenOver = () =>
  new RpcError("UNAVAILABLE", "Another server has taken over", { data: { takenOver: true } });
