import type { WebContents } from "electron";
import type { RpcClaims } from "../../../../decorators/rpc-call.js";
import type { RpcTransport } from "../../server.js";
import { type EndpointIpcMain, listenOn } from "./electron-endpoint.js";
import type { PreloadSession } from "./preload-scripts.js";
import type { SenderFrame, SenderPolicy } from "./sender-policy.js";

/** The parts of `electron` a transport works with, and which frames it serves. */
export interface ElectronTransportOptions {
  /** `ipcMain` of `electron`, handed in so that this package loads without Electron. */
  ipcMain: EndpointIpcMain;
  /** Which frames are served. There is no default: see `allowOrigins`. */
  senders: SenderPolicy;
  /** Given, the bridge's preload is registered for its windows, and they need none of their own. */
  session?: PreloadSession;
  /** Absolute path of the preload to register. Default: the one this package ships. */
  preload?: string;
  /** What a window is called in the `windowName` of its senders. Asked once a session. Default: no name. */
  windowName?: (webContents: WebContents) => string | undefined;
  /**
   * What the session of a frame may claim: guards find it in `call.sender.claims`. Asked once a session, and again
   * when the claims have expired. It answers at once, not by a promise. Default: nothing.
   */
  claims?: (frame: SenderFrame) => RpcClaims | undefined;
}

/**
 * Serves Electron windows through the generic preload bridge.
 *
 * Another transport of the same server on the same `ipcMain`, as for a window of another session or by macOS's
 * activate, changes nothing for the windows that are open: a frame is served when either's `senders` says so. A
 * transport of another server, as after a hot reload of main, takes over: what runs ends with UNAVAILABLE and the
 * pages are told by `rpc.closed`, upon which their clients subscribe again and send idempotent calls again. The
 * preload stays registered with every session that has it, until the server that listens closes.
 *
 * Listening rejects when other code handles `rpc:invoke` or the preload cannot be registered, and changes nothing.
 *
 * @throws TypeError when `senders` is missing.
 */
export function electronTransport(options: ElectronTransportOptions): RpcTransport {
  const { ipcMain, senders, session, preload, windowName, claims } = options;
  if (typeof senders !== "function") {
    throw new TypeError(
      'electronTransport: `senders` is missing; say which frames to serve, e.g. allowOrigins(["app://my-app"])',
    );
  }
  let stop: (() => void) | undefined;

  return {
    listen(host) {
      stop?.();
      stop = listenOn(ipcMain, host, { senders, session, preload, windowName, claims });
    },
    close() {
      stop?.();
      stop = undefined;
    },
  };
}
