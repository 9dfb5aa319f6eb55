import { RpcError } from "../../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../../shared/bridge.js";
import type { Frame } from "../../shared/codecs/codec.js";
import { msgpackCodec } from "../../shared/codecs/msgpack-codec.js";
import { errorToWire } from "../../shared/error-wire.js";
import { fromJsonRpcResponse, type JsonRpcEvent, type JsonRpcResponse } from "../../shared/json-rpc.js";
import type { RpcMeta, RpcParams, RpcResponse } from "../../shared/messages.js";
import { EventCallbacks } from "./event-callbacks.js";
import { PendingCalls } from "./pending-calls.js";
import type { SocketEvents, SocketLike } from "./socket.js";

/** One socket's life as a bridge, from before it opens until it has closed. */
export class Connection implements AtomitonBridge {
  /** Resolves when the socket is open; rejects when it closes before. */
  readonly ready: Promise<void>;
  readonly #calls = new PendingCalls();
  readonly #events = new EventCallbacks();
  /** Frames that wait for the socket to open; none wait after. */
  #unsent: Frame[] | undefined = [];
  #ended: RpcError | undefined;
  #settleReady!: { resolve: () => void; reject: (error: RpcError) => void };

  /** @param name What the other end is called in errors. */
  constructor(
    readonly socket: SocketLike,
    readonly name: string,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // Whoever does not wait for it learns of a failure by the calls.
    this.ready.catch(() => {});
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", this.#onOpen);
    socket.addEventListener("message", this.#onMessage);
    socket.addEventListener("error", this.#onError);
    socket.addEventListener("close", this.#onClose);
  }

  /** Calls that wait for a reply now. */
  get pending(): number {
    return this.#calls.size;
  }

  invoke(method: string, params?: RpcParams, meta: RpcMeta = {}): Promise<RpcResponse> {
    const { id = this.#calls.nextId(), ...rest } = meta;
    if (this.#ended !== undefined) return Promise.resolve(failure(this.#ended));
    const refused = this.#refusal(id);
    if (refused !== undefined) return Promise.resolve(failure(new RpcError("INVALID_REQUEST", refused)));
    const reply = this.#calls.wait(id);
    try {
      const beside = Object.keys(rest).length > 0 && { meta: rest };
      this.#post({ jsonrpc: "2.0", id, method, ...(params && { params }), ...beside });
    } catch (error) {
      this.#calls.settle(id, failure(error));
    }
    return reply;
  }

  on(event: string, callback: (payload: unknown) => void): () => void {
    return this.#events.add(event, callback);
  }

  /** @throws RpcError NOT_SERIALIZABLE with `data.path`. A message to a closed socket is dropped. */
  send(method: string, params?: RpcParams): void {
    this.#post({ jsonrpc: "2.0", method, ...(params && { params }) });
  }

  /** Ends every call with UNAVAILABLE and closes the socket. */
  close(): void {
    this.#end("it was closed here");
    this.socket.close();
  }

  /** The reply could not find its call by such an id. */
  #refusal(id: unknown): string | undefined {
    if (typeof id !== "string" && typeof id !== "number") return "meta.id must be a string or a number";
    return this.#calls.has(id) ? `The id ${id} is of a call that runs` : undefined;
  }

  #post(message: object): void {
    const frame = msgpackCodec.encode(message);
    if (this.#ended !== undefined) return;
    if (this.#unsent === undefined) this.socket.send(frame);
    else this.#unsent.push(frame);
  }

  #onOpen = (): void => {
    for (const frame of this.#unsent ?? []) this.socket.send(frame);
    this.#unsent = undefined;
    this.#settleReady.resolve();
  };

  #onMessage = ({ data }: SocketEvents["message"]): void => {
    if (this.#ended !== undefined) return;
    try {
      this.#receive(
        msgpackCodec.decode(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer)),
      );
    } catch {
      // Which call it answered cannot be known, and none may wait for ever.
      this.#end("it sent what is no message");
      this.socket.close();
    }
  };

  #receive(message: unknown): void {
    const { method, params, id } = message as Partial<JsonRpcEvent & JsonRpcResponse>;
    if (method !== undefined) this.#events.deliver(method, params?.[0]);
    else if (id !== undefined && id !== null) {
      this.#calls.settle(id, fromJsonRpcResponse(message as JsonRpcResponse));
    }
  }

  #onError = ({ message }: SocketEvents["error"]): void => this.#end(message || "the socket failed");

  #onClose = ({ code, reason }: SocketEvents["close"]): void => {
    this.#end(`the socket closed with ${code}${reason && `, ${reason}`}`);
    // Not before: a socket of Node without an error listener throws what it fails with.
    this.socket.removeEventListener("open", this.#onOpen);
    this.socket.removeEventListener("message", this.#onMessage);
    this.socket.removeEventListener("error", this.#onError);
    this.socket.removeEventListener("close", this.#onClose);
  };

  #end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = new RpcError("UNAVAILABLE", `No connection to ${this.name}: ${why}`);
    this.#unsent = [];
    this.#settleReady.reject(this.#ended);
    this.#calls.settleAll(failure(this.#ended));
    this.#events.clear();
  }
}

/** A socket's own failure to send is the connection's, not the handler's. */
function failure(error: unknown): RpcResponse {
  const declared =
    error instanceof RpcError ? error : new RpcError("UNAVAILABLE", `The call did not get through: ${error}`);
  return { error: errorToWire(declared, false) };
}
