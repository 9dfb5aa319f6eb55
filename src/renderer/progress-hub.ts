import type { RpcProgress } from "../../decorators/rpc-call.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { PROTOCOL_EVENT, type RpcId, type RpcProgressMessage } from "../shared/messages.js";
import { callListener } from "./call-listener.js";

export type ProgressListener = (progress: RpcProgress) => void;

/** Takes progress to the calls that asked for it; listens on the wire only while there are any. */
export class ProgressHub {
  readonly #listeners = new Map<RpcId, ProgressListener>();
  #stop: (() => void) | undefined;

  constructor(readonly bridge: AtomitonBridge) {}

  /** Until the returned function is called, `listener` hears how far call `id` is. */
  listen(id: RpcId, listener: ProgressListener): () => void {
    this.#listeners.set(id, listener);
    this.#stop ??= this.bridge.on(PROTOCOL_EVENT.progress, (payload) => {
      const { id: of, ...progress } = payload as RpcProgressMessage;
      const listener = this.#listeners.get(of);
      if (listener !== undefined) callListener(listener, progress);
    });
    return () => {
      this.#listeners.delete(id);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }
}
