import type { Frame } from "../../shared/codecs/codec.js";
import { msgpackCodec } from "../../shared/codecs/msgpack-codec.js";
import type { SocketEvents, SocketLike } from "./socket.js";

/** What a connection tells whoever made it. */
export interface ConnectionObserver {
  opened(): void;
  received(message: unknown): void;
  /** Once, whatever the reason, and nothing after it. `code` is that of the close frame, where it was one. */
  ended(why: string, code?: number): void;
}

/** One socket's life, from before it opens until it has closed: frames out, messages in, and one end. */
export class Connection {
  #opened = false;
  #ended = false;

  constructor(
    readonly socket: SocketLike,
    readonly observer: ConnectionObserver,
  ) {
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", this.#onOpen);
    socket.addEventListener("message", this.#onMessage);
    socket.addEventListener("error", this.#onError);
    socket.addEventListener("close", this.#onClose);
  }

  /** Bytes sent that have not left yet. */
  get unsentBytes(): number {
    return this.socket.bufferedAmount;
  }

  send(frame: Frame): void {
    this.socket.send(frame);
  }

  /** Closes the socket, for a reason found at this end. */
  close(why: string): void {
    this.#end(why);
    this.socket.close();
  }

  /** The same, when nothing can be expected of the other end. */
  cut(why: string): void {
    this.#end(why);
    if (this.socket.terminate === undefined) this.socket.close();
    else this.socket.terminate();
  }

  #onOpen = (): void => {
    if (this.#ended) return;
    this.#opened = true;
    this.observer.opened();
  };

  #onMessage = ({ data }: SocketEvents["message"]): void => {
    if (this.#ended) return;
    try {
      const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
      this.observer.received(msgpackCodec.decode(frame));
    } catch {
      // Which call it answered cannot be known, and none may wait for ever.
      this.close("it sent what is no message");
    }
  };

  #onError = ({ message }: SocketEvents["error"]): void => this.#end(message || this.#likelyFailure());

  #onClose = ({ code, reason }: SocketEvents["close"]): void => {
    this.#end(`the socket closed with ${code}${reason && `, ${reason}`}`, code);
    // Not before: a socket of Node without an error listener throws what it fails with.
    this.socket.removeEventListener("open", this.#onOpen);
    this.socket.removeEventListener("message", this.#onMessage);
    this.socket.removeEventListener("error", this.#onError);
    this.socket.removeEventListener("close", this.#onClose);
  };

  /** A page is told nothing of what failed. */
  #likelyFailure(): string {
    if (this.#opened) return "the socket failed";
    return "the socket did not open; is the server there, and the token right?";
  }

  #end(why: string, code?: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.observer.ended(why, code);
  }
}
