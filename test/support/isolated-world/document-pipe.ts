import type { EventEmitter } from "node:events";
import type { CDPSession } from "playwright-core";
import type { SandboxedElectron } from "../../../src/testing/electron/index.js";
import { decode, encode } from "./structured-clone-codec.js";
import { type FromIsolatedWorld, RECEIVER, type ToIsolatedWorld } from "./wire.js";

type FakeIpcRenderer = SandboxedElectron["ipcRenderer"];

const DELIVER = `function (message) { globalThis[${JSON.stringify(RECEIVER)}](JSON.parse(message)); }`;

/**
 * Joins the two halves of one document: its fake renderer in Node, which the fake main process talks to, and
 * its isolated world in Chromium. What one end gets is handed on to the other.
 */
export class DocumentPipe {
  readonly #ipcRenderer: FakeIpcRenderer;
  readonly #session: CDPSession;
  readonly #queue: ToIsolatedWorld[] = [];
  #world: number | undefined;

  constructor(ipcRenderer: FakeIpcRenderer, session: CDPSession) {
    this.#ipcRenderer = ipcRenderer;
    this.#session = session;
    // All channels, whoever listens: only the isolated world knows its listeners.
    (ipcRenderer as unknown as EventEmitter).emit = (channel, _event, ...args) => {
      this.#post({ op: "message", channel: String(channel), args: encode(args) });
      return true;
    };
  }

  /**
   * The isolated world exists now. What main sent before that waited, as in Electron
   * (`shell/renderer/electron_api_service_impl.cc`, pending_receiver_).
   * @param world DevTools' number of it
   */
  connect(world: number): void {
    this.#world = world;
    for (const message of this.#queue.splice(0)) this.#post(message);
  }

  /** Takes what the preload sent, "preload-error" excepted. */
  receive(message: Exclude<FromIsolatedWorld, { op: "preload-error" }>): void {
    const args = decode(message.args) as unknown[];
    if (message.op === "send") {
      this.#ipcRenderer.send(message.channel, ...args);
      return;
    }
    const { id, channel } = message;
    this.#ipcRenderer.invoke(channel, ...args).then(
      (result: unknown) => this.#post({ op: "resolve", id, result: encode(result) }),
      (error: Error) => this.#post({ op: "reject", id, error: error.message }),
    );
  }

  #post(message: ToIsolatedWorld): void {
    if (this.#world === undefined) {
      this.#queue.push(message);
      return;
    }
    this.#session
      .send("Runtime.callFunctionOn", {
        executionContextId: this.#world,
        functionDeclaration: DELIVER,
        arguments: [{ value: JSON.stringify(message) }],
      })
      .catch(() => {
        // The document is gone, and the message with it.
      });
  }
}
