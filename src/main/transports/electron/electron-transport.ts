import { fileURLToPath } from "node:url";
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, Session } from "electron";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { INVOKE_CHANNEL, SEND_CHANNEL } from "../../../shared/channels.js";
import { errorToWire } from "../../../shared/error-wire.js";
import type { RpcResponse } from "../../../shared/messages.js";
import type { RpcTransport } from "../../server.js";
import { type FrameSession, FrameSessions, isAlive } from "./frame-sessions.js";
import { describeFrame, refusalBy, type SenderPolicy } from "./sender-policy.js";

/** The parts of `electron` a transport works with, and which frames it serves. */
export interface ElectronTransportOptions {
  /** `ipcMain` of `electron`, handed in so that this package loads without Electron. */
  ipcMain: Pick<IpcMain, "handle" | "removeHandler" | "on" | "removeListener">;
  /** Which frames are served. There is no default: see `allowOrigins`. */
  senders: SenderPolicy;
  /** Given, the bridge's preload is registered for its windows, and they need none of their own. */
  session?: Pick<Session, "registerPreloadScript" | "unregisterPreloadScript" | "getPreloadScripts">;
  /** Path of the preload to register. Default: the one this package ships. */
  preload?: string;
}

const PRELOAD_ID = "atomiton-rpc";

/** Where an `ipcMain` keeps the way to end the transport that listens on it, across reloads of this module. */
const CLOSE_PREVIOUS = Symbol.for("@atomiton/rpc/electronTransport");

/**
 * Serves Electron windows through the generic preload bridge. Listening replaces an earlier registration,
 * so a second window, macOS's activate and a hot reload of main are no matter.
 *
 * @throws TypeError when `senders` is missing.
 */
export function electronTransport(options: ElectronTransportOptions): RpcTransport {
  const { ipcMain, senders, session } = options;
  if (typeof senders !== "function") {
    throw new TypeError(
      'electronTransport: `senders` is missing; say which frames to serve, e.g. allowOrigins(["app://my-app"])',
    );
  }
  const slot = ipcMain as { [CLOSE_PREVIOUS]?: (() => void) | undefined };
  let close = (): void => {};

  return {
    listen(host) {
      slot[CLOSE_PREVIOUS]?.();
      const sessions = new FrameSessions(host);
      const admit = (event: IpcMainInvokeEvent | IpcMainEvent): FrameSession => {
        // Read first of all: the frame can be null after an await.
        const frame = event.senderFrame;
        // A message may come after its document went: then nobody would ever end a session opened for it.
        if (frame === null || frame.isDestroyed() || frame.detached)
          throw new RpcError("UNAVAILABLE", "The page is gone");
        const refusal = refusalBy(senders, describeFrame(frame));
        if (refusal !== undefined) {
          host.logger.warn(`A message from ${frame.url} was refused: ${refusal}`);
          throw new RpcError("FORBIDDEN", "This frame is not allowed to call");
        }
        return sessions.of(frame, event.sender);
      };

      const onInvoke = async (event: IpcMainInvokeEvent, request: unknown): Promise<RpcResponse> => {
        try {
          const entry = admit(event);
          const reply = await entry.session.invoke(request);
          if (!isAlive(entry)) host.logger.debug(`A reply dropped: the frame of ${entry.session.id} is gone`);
          return reply;
        } catch (error) {
          if (!(error instanceof RpcError)) host.logger.error("A message could not be admitted", error);
          return { error: errorToWire(error, false) };
        }
      };
      const onSend = (event: IpcMainEvent, request: unknown): void => {
        try {
          admit(event).session.notify(request);
        } catch (error) {
          if (!(error instanceof RpcError)) host.logger.error("A one-way message failed", error);
        }
      };

      ipcMain.handle(INVOKE_CHANNEL, onInvoke);
      ipcMain.on(SEND_CHANNEL, onSend);
      if (session !== undefined) registerPreload(session, options.preload);

      close = () => {
        ipcMain.removeHandler(INVOKE_CHANNEL);
        ipcMain.removeListener(SEND_CHANNEL, onSend);
        session?.unregisterPreloadScript(PRELOAD_ID);
        sessions.close();
        delete slot[CLOSE_PREVIOUS];
        close = () => {};
      };
      slot[CLOSE_PREVIOUS] = close;
    },

    close: () => close(),
  };
}

/** https://www.electronjs.org/docs/latest/api/session#sesregisterpreloadscriptscript */
function registerPreload(
  session: NonNullable<ElectronTransportOptions["session"]>,
  path: string | undefined,
): void {
  const registered = session.getPreloadScripts().some(({ id }) => id === PRELOAD_ID);
  if (registered) session.unregisterPreloadScript(PRELOAD_ID);
  const filePath = path ?? fileURLToPath(new URL("../../../../preload/index.cjs", import.meta.url));
  session.registerPreloadScript({ type: "frame", id: PRELOAD_ID, filePath });
}
