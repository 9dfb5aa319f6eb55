import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import type { RpcClaims } from "../../../../decorators/rpc-call.js";
import { MSGPACK_SUBPROTOCOL } from "../../../shared/json-rpc.js";
import type { RpcHost, RpcTransport } from "../../server.js";
import { Admission, type AdmissionOptions, type Refusal } from "./admission.js";
import { HttpEndpoint, notListening, type UpgradeListener, type WebSocketAddress } from "./http-endpoint.js";
import { refuseUpgrade } from "./refuse-upgrade.js";
import { type SocketSessionOptions, SocketSessions } from "./socket-sessions.js";

/** Where to listen, whom to let in, and how much a client may send or leave unread. Only `token` or `authenticate` is
 * required. */
export interface WebSocketTransportOptions extends AdmissionOptions, SocketSessionOptions {
  /** Port of an HTTP server of the transport's own. Default: 0, which picks a free one; see `address`. */
  port?: number;
  /** Name or address to bind to; anything but loopback opens the services to the network. Default: 127.0.0.1. */
  host?: string;
  /** Given, upgrades come through this server, which its owner opens and closes; `port` and `host` are then its. */
  server?: Server;
  /** The largest message taken, in bytes; a larger one closes its socket with 1009. Default: 16 MiB. */
  maxPayloadBytes?: number;
}

/** A transport to WebSocket clients, which knows where it listens. */
export interface WebSocketTransport extends RpcTransport {
  /**
   * Where it listens.
   *
   * @throws RpcError UNAVAILABLE before and after that.
   */
  readonly address: WebSocketAddress;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

/**
 * Serves WebSocket clients: JSON-RPC 2.0 in text frames to any, MessagePack to those that ask for the
 * subprotocol, as `connectWebSocket` does. A client is let in by path, Host, Origin and token, in that order.
 *
 * @throws TypeError when an option is wrong, e.g. a token of less than 16 characters. Listening rejects when
 * the port is in use, saying which and what to do.
 */
export function webSocketTransport(options: WebSocketTransportOptions): WebSocketTransport {
  const { port, host, server, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = options;
  assertLimits(options);
  if (server !== undefined && (port !== undefined || host !== undefined)) {
    throw new TypeError("webSocketTransport: with `server` there is no `port` and no `host`; it has its own");
  }
  const admission = new Admission(options, server === undefined ? (host ?? DEFAULT_HOST) : undefined);
  let listening: { endpoint: HttpEndpoint; sessions: SocketSessions; opened: Promise<void> } | undefined;

  const open = (rpcHost: RpcHost) => {
    const sessions = new SocketSessions(rpcHost, options);
    const sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxPayloadBytes,
      handleProtocols: (offered) => offered.has(MSGPACK_SUBPROTOCOL) && MSGPACK_SUBPROTOCOL,
    });
    const onUpgrade: UpgradeListener = (request, socket, head) => {
      if (!admission.isAddressed(request) && !endpoint.isAlone) return;
      const refuse = (refusal: Refusal) => {
        rpcHost.logger.warn(`A socket was refused (${refusal.status}): ${refusal.message}`);
        refuseUpgrade(socket, refusal);
      };
      const accept = (claims?: RpcClaims) =>
        sockets.handleUpgrade(request, socket, head, (client) => sessions.open(client, request, claims));
      const refusal = admission.refusal(request);
      if (refusal !== undefined) return refuse(refusal);
      const asked = admission.claims(request, (error) => rpcHost.logger.warn("`authenticate` failed", error));
      if (asked === undefined) return accept();
      // Nobody listens to the socket of a client that leaves meanwhile.
      const ignore = () => {};
      socket.on("error", ignore);
      void asked.then((verdict) => {
        socket.off("error", ignore);
        if (verdict.refusal !== undefined) refuse(verdict.refusal);
        else if (listening?.endpoint === endpoint) accept(verdict.claims);
        else refuse({ status: 503, message: "The server is shutting down" });
      });
    };
    const onError = (error: Error) => rpcHost.logger.error("The WebSocket endpoint failed", error);
    const endpoint = new HttpEndpoint(server, onUpgrade, onError);
    return { endpoint, sessions, opened: endpoint.open(port ?? 0, host ?? DEFAULT_HOST) };
  };

  return {
    async listen(rpcHost) {
      if (listening !== undefined) throw new Error("The transport is listening already; make one a server");
      const opening = open(rpcHost);
      listening = opening;
      try {
        await opening.opened;
      } catch (error) {
        await opening.endpoint.close();
        listening = undefined;
        throw error;
      }
    },

    async close() {
      const closing = listening;
      if (closing === undefined) return;
      listening = undefined;
      await closing.opened.catch(() => {});
      await Promise.all([closing.endpoint.close(), closing.sessions.close()]);
    },

    get address() {
      if (listening === undefined) throw notListening();
      return listening.endpoint.address(admission.path);
    },
  };
}

/** The longest delay a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function assertLimits({ heartbeatMs = 1, maxBufferedBytes = 1 }: SocketSessionOptions): void {
  if (!(heartbeatMs > 0 && heartbeatMs <= MAX_TIMER_MS)) {
    throw new TypeError("webSocketTransport: `heartbeatMs` must be a number of milliseconds, up to 2^31 - 1");
  }
  if (!(maxBufferedBytes > 0)) {
    throw new TypeError("webSocketTransport: `maxBufferedBytes` must be a number of bytes above 0");
  }
}
