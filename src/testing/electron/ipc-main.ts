import { EventEmitter } from "node:events";
import type { IpcMain } from "electron";

type InvokeHandler = Parameters<IpcMain["handle"]>[1];

/** The listener `ipcMain` itself brings; nobody has to remove it. */
export const ignoreError = (): void => {};

/** `ipcMain` (lib/browser/ipc-main-impl.ts). */
export class FakeIpcMain extends EventEmitter implements IpcMain {
  readonly #handlers = new Map<string, InvokeHandler>();

  constructor() {
    super();
    // A channel may be named "error", which an emitter without a listener would throw for.
    this.on("error", ignoreError);
  }

  /** @throws Error on a second handler for `channel`, TypeError on what is no function */
  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    if (typeof handler !== "function") {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    }
    this.#handlers.set(channel, handler);
  }

  /** Handles one call; the handler is gone before it runs. */
  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  /** Removes the handler of `channel`, if there is one. */
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** @internal */
  handlerOf(channel: string): InvokeHandler | undefined {
    return this.#handlers.get(channel);
  }

  /** @internal Channels that have an invoke handler. */
  handledChannels(): string[] {
    return [...this.#handlers.keys()];
  }
}
