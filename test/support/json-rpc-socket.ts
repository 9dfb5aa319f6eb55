import { once } from "node:events";
import { WebSocket } from "ws";
import { TOKEN } from "./json-rpc-server.js";

type Frame = string | Uint8Array;

/** A socket of a client that is not ours: frames as they are, in the order they come. */
export class JsonRpcSocket {
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame) => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data: Buffer, isBinary) => {
      const frame = isBinary ? data : data.toString();
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#frames.push(frame);
      else waiter(frame);
    });
    this.closed = new Promise((resolve) => {
      socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async open(url: string, protocols: string[] = []): Promise<JsonRpcSocket> {
    const socket = new WebSocket(url, protocols, { headers: { authorization: `Bearer ${TOKEN}` } });
    const client = new JsonRpcSocket(socket);
    await once(socket, "open");
    return client;
  }

  send(frame: Frame): void {
    this.socket.send(frame);
  }

  /** The next frame that arrives, or arrived before anybody asked. */
  next(): Promise<Frame> {
    const frame = this.#frames.shift();
    return frame === undefined
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve(frame);
  }

  /** The next message of a text socket. */
  async nextMessage(): Promise<unknown> {
    return JSON.parse((await this.next()) as string);
  }

  /** Sends text, or an object as JSON, and gives the next message. */
  exchange(message: string | object): Promise<unknown> {
    this.send(typeof message === "string" ? message : JSON.stringify(message));
    return this.nextMessage();
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
