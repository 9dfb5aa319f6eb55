import type { AtomitonBridge } from "../shared/bridge.js";
import { findUncloneable } from "../shared/cloneable.js";
import {
  PROTOCOL,
  type RpcId,
  type RpcMeta,
  type RpcParams,
  type RpcRequest,
  type RpcResponse,
  type RpcResultReply,
} from "../shared/messages.js";

/** Requests one batch may hold, by the protocol. */
const MAX_BATCH = 1_000;

interface Entry {
  request: RpcRequest;
  resolve: (response: RpcResponse) => void;
  reject: (error: unknown) => void;
}

/** Sends the calls that are made in one turn as one message, and hands each its reply. */
export class BatchSender implements Pick<AtomitonBridge, "invoke"> {
  #entries: Entry[] = [];

  constructor(readonly bridge: AtomitonBridge) {}

  invoke(method: string, params?: RpcParams, meta?: RpcMeta): Promise<RpcResponse> {
    if (this.#entries.length === 0) queueMicrotask(() => this.#flush());
    const request: RpcRequest = { method, ...(params && { params }), ...(meta && { meta }) };
    return new Promise((resolve, reject) => {
      this.#entries.push({ request, resolve, reject });
    });
  }

  /** Whether the call was still to be sent; it is no more. */
  drop(id: RpcId): boolean {
    const index = this.#entries.findIndex(({ request }) => request.meta?.id === id);
    return index !== -1 && this.#entries.splice(index, 1).length > 0;
  }

  #flush(): void {
    const entries = this.#entries;
    this.#entries = [];
    for (let from = 0; from < entries.length; from += MAX_BATCH) {
      void this.#send(entries.slice(from, from + MAX_BATCH));
    }
  }

  async #send(batch: readonly Entry[]): Promise<void> {
    const [first, ...more] = batch;
    if (first !== undefined && more.length === 0) return this.#sendAlone(first);
    const requests = batch.map(({ request }) => request);
    try {
      const response = await this.bridge.invoke(PROTOCOL.batch, requests);
      if ("error" in response) return this.#failed(batch, ({ resolve }) => resolve(response));
      const replies = (response as RpcResultReply).result as RpcResponse[];
      for (const [index, { resolve }] of batch.entries()) resolve(replies[index] as RpcResponse);
    } catch (error) {
      this.#failed(batch, ({ reject }) => reject(error));
    }
  }

  /** A message that cannot be carried has not left: sent alone, only the call at fault fails. */
  #failed(batch: readonly Entry[], settle: (entry: Entry) => void): void {
    const unsent = batch.some(({ request }) => findUncloneable(request.params, "params") !== undefined);
    for (const entry of batch) {
      if (unsent) this.#sendAlone(entry);
      else settle(entry);
    }
  }

  #sendAlone({ request: { method, params, meta }, resolve, reject }: Entry): void {
    this.bridge.invoke(method, params, meta).then(resolve, reject);
  }
}
