import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { RawData, WebSocket } from "ws";
import type { RpcClaims } from "../../../../decorators/rpc-call.js";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { jsonCodec } from "../../../shared/codecs/json-codec.js";
import { msgpackCodec } from "../../../shared/codecs/msgpack-codec.js";
import { MSGPACK_SUBPROTOCOL } from "../../../shared/json-rpc.js";
import type { RpcHost } from "../../server.js";
import type { RpcSession } from "../../session/session.js";
import { BoundedSocket } from "./bounded-socket.js";
import { encodeEvent, JsonRpcPeer } from "./json-rpc-peer.js";
import { SocketHeartbeat } from "./socket-heartbeat.js";

export interface SocketSessionOptions {
  /**
   * Milliseconds between two pings of a socket; one that shows no life from one to the next is cut and its
   * session ends. Default 30,000.
   */
  heartbeatMs?: number;
  /**
   * Bytes that may wait for a client to read them. When more do, its socket is closed with 1013 and a
   * reason, its session ends and a line is logged. Default: 64 MiB.
   */
  maxBufferedBytes?: number;
}

const DEFAULT_HEARTBEAT_MS = 30_000;
const DEFAULT_MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

/** What a client has to answer a close, before its socket is cut. */
const CLOSE_GRACE_MS = 1_000;

/** The close code of an endpoint that goes away (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

/** The close code of an endpoint that does not want the other one any more (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

/** What a close frame has room for beside the code. */
const MAX_REASON_BYTES = 100;

// Of the process, because two transports of one server must not give the same sender id.
let count = 0;

/** One session a socket: opened with it, ended when it closes or fails. */
export class SocketSessions {
  readonly #sockets = new Map<WebSocket, RpcSession>();
  readonly #heartbeat: SocketHeartbeat<WebSocket>;
  readonly #maxBufferedBytes: number;

  constructor(
    readonly host: RpcHost,
    { heartbeatMs, maxBufferedBytes }: SocketSessionOptions,
  ) {
    this.#maxBufferedBytes = maxBufferedBytes ?? DEFAULT_MAX_BUFFERED_BYTES;
    this.#heartbeat = new SocketHeartbeat(heartbeatMs ?? DEFAULT_HEARTBEAT_MS, (socket) => {
      const session = this.#sockets.get(socket);
      if (session === undefined) return;
      this.host.logger.warn(`${session.id} is cut: it gave no sign of life`);
      this.#end(session, "The socket gave no sign of life");
    });
  }

  /**
   * @param request The one that was upgraded; it tells the origin of the page, when a page sent it.
   * @param claims What the session may claim.
   */
  open(socket: WebSocket, request: IncomingMessage, claims?: RpcClaims): void {
    const codec = socket.protocol === MSGPACK_SUBPROTOCOL ? msgpackCodec : jsonCodec;
    const { origin } = request.headers;
    const bounded = new BoundedSocket(socket, this.#maxBufferedBytes, (why) => {
      this.host.logger.warn(`${session.id} is closed. ${why}`);
      this.#end(session, why);
    });
    const session = this.host.connect({
      sender: {
        id: `websocket-${++count}`,
        transport: "websocket",
        ...(origin !== undefined && { origin }),
        ...(claims !== undefined && { claims }),
      },
      closed: ({ message }) => void this.#close(socket, message),
      encoding: codec === jsonCodec ? "json" : "clone",
      emit: (event, payload) => bounded.send(encodeEvent(codec, event, payload)),
      drained: (bytes) => bounded.drained(bytes),
    });
    const peer = new JsonRpcPeer(session, codec);
    this.#sockets.set(socket, session);
    this.#heartbeat.add(socket, request.socket);
    socket.on("message", (data, isBinary) => {
      this.#answer(bounded, peer, data, isBinary).catch((error: unknown) => {
        this.host.logger.error(`A message of ${session.id} could not be answered`, error);
      });
    });
    // A close follows, by the code of what was wrong with the frame.
    socket.on("error", (error) => {
      this.host.logger.warn(`${session.id} broke the WebSocket protocol: ${error.message}`);
      this.#end(session, "The socket failed");
    });
    socket.once("close", () => {
      this.#heartbeat.delete(socket);
      this.#sockets.delete(socket);
      this.#end(session, "The socket is closed");
    });
  }

  /** Closes every socket; those whose client does not answer are cut. */
  async close(): Promise<void> {
    if (this.#sockets.size === 0) return;
    // The replies of calls that ended with their sessions go out first.
    await setImmediate();
    const sockets = [...this.#sockets.keys()];
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of sockets) socket.close(GOING_AWAY, "The server is shutting down");
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, CLOSE_GRACE_MS);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  /** For a session that the server has closed: the replies of its calls go out first. */
  async #close(socket: WebSocket, why: string): Promise<void> {
    await setImmediate();
    socket.close(POLICY_VIOLATION, Buffer.from(why).subarray(0, MAX_REASON_BYTES).toString());
    const cut = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
    socket.once("close", () => clearTimeout(cut));
  }

  #end(session: RpcSession, why: string): void {
    this.host.disconnect(session, new RpcError("UNAVAILABLE", why));
  }

  async #answer(socket: BoundedSocket, peer: JsonRpcPeer, data: RawData, isBinary: boolean): Promise<void> {
    // By ws's default binaryType a message is always one Buffer.
    const bytes = data as Buffer;
    const reply = await peer.answer(isBinary ? bytes : bytes.toString());
    if (reply !== undefined) socket.send(reply);
  }
}
