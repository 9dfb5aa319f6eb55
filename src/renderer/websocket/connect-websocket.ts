import { RpcError } from "../../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../../shared/bridge.js";
import { MSGPACK_SUBPROTOCOL } from "../../shared/json-rpc.js";
import type { ReconnectOptions } from "./backoff.js";
import type { ConnectionStatus } from "./connection-status.js";
import type { SocketClass } from "./socket.js";
import { ReconnectingBridge } from "./websocket-bridge.js";

/** Where to connect, and what to do while there is no connection. Only `url` is required. */
export interface WebSocketBridgeOptions {
  /** Where the server's `webSocketTransport` is: `ws:`, `wss:`, `http:`, `https:`, or relative to the page. */
  url: string | URL;
  /** The server's token. It goes into the URL, because a page cannot set headers. */
  token?: string;
  /** The class of the socket. Default: the global one; Node before 22 has none, so pass that of `ws`. */
  WebSocket?: SocketClass;
  /**
   * How to find a new socket when one is lost or does not open, whatever the reason: a page is not told
   * whether its token was refused or nobody is there. False: the first loss is final. Default: without end,
   * after random delays of up to 250 ms that double up to 30 s. A process of Node is kept alive by that only
   * while something waits or is listened to.
   */
  reconnect?: ReconnectOptions | false;
  /**
   * After so many milliseconds of silence the server is pinged; without an answer in half that time the
   * socket is given up. A socket has as long to open. Default 30,000.
   */
  heartbeatMs?: number;
  /**
   * Messages that wait for a socket at most, besides subscriptions; a call beyond fails with UNAVAILABLE at
   * once. Default 1,000.
   */
  maxQueued?: number;
}

/**
 * A bridge that outlives its sockets. While there is none, calls and one-way messages wait for the next. When
 * one is lost, the calls in flight and the streams end with UNAVAILABLE, but for calls of methods declared
 * idempotent, in a batch or not, which are sent again: on five sockets at most, and the largest not after a
 * close with 1009, a message too big. Subscriptions are made anew on the next socket, and an event that
 * replays then gives its latest value again. The functions may be taken off the bridge.
 */
export interface WebSocketBridge extends AtomitonBridge {
  /**
   * Resolves when the first socket is open and its server has said which methods are idempotent: from then on
   * their calls are sent again. Rejects with UNAVAILABLE when that socket is lost before or does not open,
   * though others may be tried.
   */
  readonly ready: Promise<void>;
  /** Whether there is a socket now, for a page to show. */
  readonly connection: ConnectionStatus;
  /** Closes the socket, for good: every call and stream ends with UNAVAILABLE. */
  close(): void;
}

const DEFAULT_HEARTBEAT_MS = 30_000;
const DEFAULT_MAX_QUEUED = 1_000;

/** The longest delay a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Connects to a `webSocketTransport`, and again whenever the connection is lost.
 *
 * @example const rpc = createRPCClient<AtomitonAPI>({ bridge: connectWebSocket({ url: "/rpc", token }) });
 * @throws RpcError UNAVAILABLE when there is no WebSocket class; TypeError when `url` is none or a time is.
 */
export function connectWebSocket(options: WebSocketBridgeOptions): WebSocketBridge {
  const { url, token, WebSocket = globalThis.WebSocket as SocketClass | undefined } = options;
  const { reconnect = {}, heartbeatMs = DEFAULT_HEARTBEAT_MS, maxQueued = DEFAULT_MAX_QUEUED } = options;
  if (WebSocket === undefined) {
    throw new RpcError("UNAVAILABLE", "There is no WebSocket here; pass { WebSocket }, e.g. that of ws");
  }
  const { minDelayMs, maxDelayMs } = reconnect || {};
  for (const [name, ms] of Object.entries({ heartbeatMs, minDelayMs, maxDelayMs })) {
    if (ms === undefined || (ms > 0 && ms <= MAX_TIMER_MS)) continue;
    throw new TypeError(`connectWebSocket: \`${name}\` must be a number of milliseconds, up to 2^31 - 1`);
  }
  const target = new URL(url, globalThis.location?.href);
  target.protocol = target.protocol.replace(/^http/, "ws");
  target.hash = "";
  const name = `${target.origin}${target.pathname}`;
  if (token !== undefined) target.searchParams.set("token", token);
  const connect = () => new WebSocket(target.href, MSGPACK_SUBPROTOCOL);
  return new ReconnectingBridge({ connect, name, heartbeatMs, reconnect }, maxQueued);
}
