import { EventEmitter } from "node:events";
import type { IpcRenderer } from "electron";

type RendererListener = Parameters<IpcRenderer["on"]>[1];

/** The part of `ipcRenderer` a preload can use here. */
export interface SandboxedIpcRenderer {
  send: IpcRenderer["send"];
  invoke: IpcRenderer["invoke"];
  on(channel: string, listener: RendererListener): this;
  once(channel: string, listener: RendererListener): this;
  off(channel: string, listener: RendererListener): this;
  addListener(channel: string, listener: RendererListener): this;
  removeListener(channel: string, listener: RendererListener): this;
  removeAllListeners(channel?: string): this;
}

/** What main sends back for an invoke (lib/browser/ipc-dispatch.ts). */
export interface InvokeReply {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** A document's end of the IPC pipe. Both throw what cannot be cloned, and once the document is gone. */
export interface IpcRemote {
  send(channel: string, args: unknown[]): void;
  invoke(channel: string, args: unknown[]): Promise<InvokeReply>;
}

/** `ipcRenderer` of one document (lib/renderer/api/ipc-renderer.ts). */
export class FakeIpcRenderer extends EventEmitter implements SandboxedIpcRenderer {
  readonly #remote: IpcRemote;

  constructor(remote: IpcRemote) {
    super();
    this.#remote = remote;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#remote.send(channel, args);
  }

  /** Rejects with the text of the handler's error and nothing else of it; an empty text is no error. */
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const { error, result } = await this.#remote.invoke(channel, args);
    if (error) throw new Error(`Error invoking remote method '${channel}': ${error}`);
    return result;
  }
}
