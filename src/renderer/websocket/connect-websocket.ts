import { RpcError } from "../../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../../shared/bridge.js";
import { MSGPACK_SUBPROTOCOL } from "../../shared/json-rpc.js";
import { Connection } from "./connection.js";
import type { SocketClass } from "./socket.js";

export interface WebSocketBridgeOptions {
  /** Where the server's `webSocketTransport` is: `ws:`, `wss:`, `http:`, `https:`, or relative to the page. */
  url: string | URL;
  /** The server's token. It goes into the URL, because a page cannot set headers. */
  token?: string;
  /** The class of the socket. Default: the global one; Node before 22 has none, so pass that of `ws`. */
  WebSocket?: SocketClass;
}

/** A bridge over a socket. Its calls wait for the socket to open, and end with UNAVAILABLE when it closes. */
export interface WebSocketBridge extends AtomitonBridge {
  /** Resolves when the socket is open; rejects with UNAVAILABLE when it does not come to that. */
  readonly ready: Promise<void>;
  /** Closes the socket, for good. */
  close(): void;
}

/**
 * Connects to a `webSocketTransport`.
 *
 * @example const rpc = createRPCClient<AtomitonAPI>({ bridge: connectWebSocket({ url: "/rpc", token }) });
 * @throws RpcError UNAVAILABLE when there is no WebSocket class; TypeError when `url` is none.
 */
export function connectWebSocket(options: WebSocketBridgeOptions): WebSocketBridge {
  const { url, token, WebSocket = globalThis.WebSocket as SocketClass | undefined } = options;
  if (WebSocket === undefined) {
    throw new RpcError("UNAVAILABLE", "There is no WebSocket here; pass { WebSocket }, e.g. that of ws");
  }
  const target = new URL(url, globalThis.location?.href);
  target.protocol = target.protocol.replace(/^http/, "ws");
  target.hash = "";
  const name = `${target.origin}${target.pathname}`;
  if (token !== undefined) target.searchParams.set("token", token);
  return new Connection(new WebSocket(target.href, MSGPACK_SUBPROTOCOL), name);
}
