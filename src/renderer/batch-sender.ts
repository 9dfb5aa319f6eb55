import type { AtomitonBridge } from "../shared/bridge.js";
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
      if ("error" in response) {
        const { code } = response.error;
        for (const entry of batch) {
          if (code === "NOT_SERIALIZABLE") void this.#sendAlone(entry);
          else entry.resolve(response);
        }
        return;
      }
      const replies = (response as RpcResultReply).result as RpcResponse[];
      for (const [index, { resolve }] of batch.entries()) resolve(replies[index] as RpcResponse);
    } catch (error) {
      for (const entry of batch) {
        if (isUnsent(error)) void this.#sendAlone(entry);
        else entry.reject(error);
      }
    }
  }

  /** A message that cannot be carried has not left: sent alone, only the call at fault fails. */
  async #sendAlone({ request: { method, params, meta }, resolve, reject }: Entry): Promise<void> {
    try {
      resolve(await this.bridge.invoke(method, params, meta));
    } catch (error) {
      // Also what a bridge throws at once.
      reject(error);
    }
  }
}

/** Whether a message did not leave because of what is in it: a page cannot see all that Electron refuses. */
export const isUnsent = (error: unknown): boolean =>
  error instanceof Error && /could not be cloned|recursion depth exceeded/.test(error.message);
