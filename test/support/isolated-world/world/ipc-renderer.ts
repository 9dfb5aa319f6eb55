import { decode, encode } from "../structured-clone-codec.js";
import type { FromIsolatedWorld, ToIsolatedWorld } from "../wire.js";
import { EventEmitter } from "./events.js";

/**
 * `ipcRenderer` as a preload sees it: Electron `lib/renderer/api/ipc-renderer.ts` and
 * `shell/renderer/api/electron_api_ipc_renderer.cc`, without sendSync, sendToHost and postMessage.
 */
export class IpcRenderer extends EventEmitter {
  readonly #post: (message: FromIsolatedWorld) => void;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(post: (message: FromIsolatedWorld) => void) {
    super();
    this.#post = post;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#post({ op: "send", channel: checkedChannel(channel), args: encode(args) });
  }

  /** Being async, it rejects where `send` throws: for a channel that is no string, or arguments not cloneable. */
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const id = ++this.#lastId;
    this.#post({ op: "invoke", id, channel: checkedChannel(channel), args: encode(args) });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /** Takes what Node sent; an event's shape is that of `lib/renderer/ipc-native-setup.ts`. */
  receive(message: ToIsolatedWorld): void {
    if (message.op === "message") {
      this.emit(message.channel, { sender: this, ports: [] }, ...(decode(message.args) as unknown[]));
      return;
    }
    const call = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.op === "resolve") call?.resolve(decode(message.result));
    else call?.reject(new Error(message.error));
  }
}

/** The words are those of gin, which converts the argument to a C++ string. */
function checkedChannel(channel: unknown): string {
  if (typeof channel === "string") return channel;
  throw new TypeError(`Error processing argument at index 1, conversion failure from ${String(channel)}`);
}
