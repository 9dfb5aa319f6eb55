import { setImmediate } from "node:timers/promises";
import type { RawData, WebSocket } from "ws";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { jsonCodec } from "../../../shared/codecs/json-codec.js";
import { msgpackCodec } from "../../../shared/codecs/msgpack-codec.js";
import { MSGPACK_SUBPROTOCOL } from "../../../shared/json-rpc.js";
import type { RpcHost } from "../../server.js";
import { encodeEvent, JsonRpcPeer } from "./json-rpc-peer.js";

/** What a client has to answer a close, before its socket is cut. */
const CLOSE_GRACE_MS = 1_000;

/** The close code of an endpoint that goes away (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

// Of the process, because two transports of one server must not give the same sender id.
let count = 0;

/** One session a socket: opened with it, ended when it closes or fails. */
export class SocketSessions {
  readonly #sockets = new Set<WebSocket>();

  constructor(readonly host: RpcHost) {}

  /** @param origin Of the page that opened the socket, when a page did. */
  open(socket: WebSocket, origin: string | undefined): void {
    const codec = socket.protocol === MSGPACK_SUBPROTOCOL ? msgpackCodec : jsonCodec;
    const session = this.host.connect({
      sender: { id: `websocket-${++count}`, transport: "websocket", ...(origin !== undefined && { origin }) },
      emit: (event, payload) => socket.send(encodeEvent(codec, event, payload)),
    });
    const peer = new JsonRpcPeer(session, codec);
    const end = (why: string) => this.host.disconnect(session, new RpcError("UNAVAILABLE", why));
    this.#sockets.add(socket);
    socket.on("message", (data, isBinary) => void this.#answer(socket, peer, data, isBinary));
    // A close follows, by the code of what was wrong with the frame.
    socket.on("error", (error) => {
      this.host.logger.warn(`${session.id} broke the WebSocket protocol: ${error.message}`);
      end("The socket failed");
    });
    socket.once("close", () => {
      this.#sockets.delete(socket);
      end("The socket is closed");
    });
  }

  /** Closes every socket; those whose client does not answer are cut. */
  async close(): Promise<void> {
    if (this.#sockets.size === 0) return;
    // The replies of calls that ended with their sessions go out first.
    await setImmediate();
    const sockets = [...this.#sockets];
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of sockets) socket.close(GOING_AWAY, "The server is shutting down");
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, CLOSE_GRACE_MS);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  async #answer(socket: WebSocket, peer: JsonRpcPeer, data: RawData, isBinary: boolean): Promise<void> {
    // By ws's default binaryType a message is always one Buffer.
    const bytes = data as Buffer;
    const reply = await peer.answer(isBinary ? bytes : bytes.toString());
    if (reply !== undefined) socket.send(reply);
  }
}
