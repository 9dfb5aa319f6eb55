import { FakeContextBridge } from "./context-bridge.js";
import { dispatchInvoke, dispatchMessage } from "./ipc-dispatch.js";
import { FakeIpcRenderer, type InvokeReply, type IpcRemote } from "./ipc-renderer.js";
import type { SandboxedElectron } from "./preload.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import { ReplyChannel } from "./reply-channel.js";
import { serialize } from "./serialize.js";
import type { FakePage, World } from "./world.js";

/** One document in a frame: the page's world, the preload's world, and their end of the IPC pipe. */
export class RendererDocument implements IpcRemote {
  readonly page: FakePage = {};
  readonly electron: SandboxedElectron;
  readonly #ipcRenderer: FakeIpcRenderer;
  readonly #host: RenderFrameHost;
  #alive = true;

  constructor(host: RenderFrameHost) {
    this.#host = host;
    this.#ipcRenderer = new FakeIpcRenderer(this);
    const isAlive = (): boolean => this.#alive;
    const main: World = { global: this.page, isAlive };
    const isolated: World = { global: {}, isAlive };
    this.electron = {
      contextBridge: new FakeContextBridge(isolated, main),
      ipcRenderer: this.#ipcRenderer,
    };
  }

  /** The context is released: no reply, no event and no promise reaches this document any more. */
  kill(): void {
    this.#alive = false;
  }

  send(channel: string, args: unknown[]): void {
    this.#assertAlive();
    const { browser, toMain } = this.#host;
    const message = serialize(args);
    toMain.post(() => dispatchMessage(browser, this.#host, channel, message));
  }

  invoke(channel: string, args: unknown[]): Promise<InvokeReply> {
    this.#assertAlive();
    const { browser, toMain, replies } = this.#host;
    const message = serialize(args);
    return new Promise((resolve) => {
      const reply = new ReplyChannel((value) => replies.post(() => this.#alive && resolve(value)));
      toMain.post(() => dispatchInvoke(browser, this.#host, channel, message, reply));
    });
  }

  /** A message from main (lib/renderer/ipc-native-setup.ts). A listener's throw ends in the page's console. */
  receive(channel: string, args: unknown[]): void {
    if (!this.#alive) return;
    const event = { sender: this.#ipcRenderer, ports: [] };
    this.#host.browser.log.guard("renderer", () => this.#ipcRenderer.emit(channel, event, ...args));
  }

  // electron_api_ipc_renderer.cc: the pipe is closed in WillReleaseScriptContext.
  #assertAlive(): void {
    if (!this.#alive) throw new Error("IPC method called after context was released");
  }
}
