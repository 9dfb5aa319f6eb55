import { jest } from "@jest/globals";
import {
  connectWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from "../../src/renderer/index.js";
import type { SocketEvents } from "../../src/renderer/websocket/socket.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";

/** A message as it went to the server. */
export interface Sent {
  id?: string | number;
  method: string;
  params?: unknown[];
}

/** A socket that the test moves by hand. */
export class FakeSocket {
  binaryType = "blob";
  bufferedAmount = 0;
  closeCalls = 0;
  /** All that was sent but the question what the server offers, which each socket begins with. */
  readonly sent: Sent[] = [];
  readonly listeners = new Set<[type: string, listener: (event: never) => void]>();
  sendFailure: Error | undefined;
  #describeId: string | number | undefined;

  send(frame: string | Uint8Array): void {
    if (this.sendFailure !== undefined) throw this.sendFailure;
    const message = msgpackCodec.decode(frame) as Sent;
    if (message.method === "rpc.describe") this.#describeId = message.id;
    else this.sent.push(message);
  }
  close(): void {
    this.closeCalls++;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.add([type, listener]);
  }
  removeEventListener(type: string, listener: (event: never) => void): void {
    for (const entry of this.listeners) {
      if (entry[0] === type && entry[1] === listener) this.listeners.delete(entry);
    }
  }

  fire<Type extends keyof SocketEvents>(type: Type, event: SocketEvents[Type]): void {
    for (const [of, listener] of [...this.listeners]) if (of === type) listener(event as never);
  }
  /** Opens, and says which methods may run twice for once. */
  open(...idempotent: string[]): this {
    this.fire("open", {});
    if (idempotent.length > 0) this.receive({ id: this.#describeId, result: { idempotent } });
    return this;
  }
  lose(): void {
    this.fire("close", { code: 1006, reason: "" });
  }
  receive(message: object): void {
    const frame = msgpackCodec.encode({ jsonrpc: "2.0", ...message }) as Uint8Array;
    this.fire("message", { data: new Uint8Array(frame).buffer });
  }
  /** Answers the last call of the method that was sent. */
  answer(method: string, reply: object = { result: undefined }): void {
    this.receive({ id: this.sent.findLast((message) => message.method === method)?.id, ...reply });
  }
  methods(): string[] {
    return this.sent.map(({ method }) => method);
  }
}

/** A bridge and its sockets, in the order they were made. */
export interface FakeBridge {
  bridge: WebSocketBridge;
  sockets: FakeSocket[];
  /** The latest of them. */
  socket(): FakeSocket;
}

/** A bridge whose sockets are fakes. */
export function fakeBridge(options: Partial<WebSocketBridgeOptions> = {}): FakeBridge {
  const sockets: FakeSocket[] = [];
  class Listed extends FakeSocket {
    constructor() {
      super();
      sockets.push(this);
    }
  }
  const bridge = connectWebSocket({ url: "ws://fake/rpc", WebSocket: Listed, ...options });
  return { bridge, sockets, socket: () => sockets.at(-1) as FakeSocket };
}

/** Under fake timers: loses the socket there is. The next is made, and not open. */
export function lose({ socket }: FakeBridge): void {
  socket().lose();
  jest.advanceTimersToNextTimer();
}

/** The reply of a call that no server has, or had in time, for a reason in these words. */
export const unavailable = (words: string) => ({
  error: { code: "UNAVAILABLE", message: expect.stringContaining(words) as string },
});
