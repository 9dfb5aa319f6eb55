import type { AtomitonBridge } from "../../src/renderer/index.js";
import type { RpcMeta, RpcParams, RpcRequest, RpcResponse } from "../../src/shared/messages.js";

type Callback = (payload: unknown) => void;

/** A page's bridge, as the preload exposes it, whose other end is the test. */
export class FakePageBridge implements AtomitonBridge {
  /** All that was invoked or sent. */
  readonly sent: RpcRequest[] = [];
  /** What listens on the wire, by its event. */
  readonly listening: string[] = [];
  readonly #callbacks = new Set<[event: string, callback: Callback]>();
  readonly #waiting: [method: string, resolve: (reply: RpcResponse) => void][] = [];
  readonly #replies = new Map<string, RpcResponse>();

  invoke(method: string, params?: RpcParams, meta?: RpcMeta): Promise<RpcResponse> {
    this.sent.push({ method, ...(params && { params }), ...(meta && { meta }) });
    const reply = this.#replies.get(method);
    if (reply !== undefined) return Promise.resolve(reply);
    return new Promise((resolve) => this.#waiting.push([method, resolve]));
  }

  send(method: string, params?: RpcParams): void {
    this.sent.push({ method, ...(params && { params }) });
  }

  on(event: string, callback: Callback): () => void {
    const entry: [string, Callback] = [event, callback];
    this.#callbacks.add(entry);
    this.listening.push(event);
    return () => {
      if (this.#callbacks.delete(entry)) this.listening.splice(this.listening.indexOf(event), 1);
    };
  }

  /** Lets every call of the method, made or to be made, have this reply. */
  reply(method: string, reply: RpcResponse = { result: undefined }): this {
    this.#replies.set(method, reply);
    for (const [of, resolve] of this.#waiting) if (of === method) resolve(reply);
    return this;
  }

  deliver(event: string, payload: unknown): void {
    for (const [of, callback] of [...this.#callbacks]) if (of === event) callback(payload);
  }

  methods(): string[] {
    return this.sent.map(({ method }) => method);
  }
}

/** All promise reactions that are due. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
