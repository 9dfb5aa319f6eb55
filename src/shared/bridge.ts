import type { RpcMeta, RpcParams, RpcResponse } from "./messages.js";

/**
 * What a page calls through: the three functions the preload exposes as `window.atomitonBridge`.
 * Any object of this shape serves `createRPCClient`, whatever carries its messages.
 */
export interface AtomitonBridge {
  /** Calls `method` and resolves with the reply envelope. A handled error is an envelope, not a rejection. */
  invoke(method: string, params?: RpcParams, meta?: RpcMeta): Promise<RpcResponse>;
  /** Listens to `event`; the returned function stops listening. */
  on(event: string, callback: (payload: unknown) => void): () => void;
  /** Calls `method` one way: no reply, no error. */
  send(method: string, params?: RpcParams): void;
}
