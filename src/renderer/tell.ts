import type { AtomitonBridge } from "../shared/bridge.js";
import type { RpcProtocolMethod } from "../shared/messages.js";

/** Tells the other side what it may end or go on with. When it is gone it needs no telling. */
export function tell(bridge: AtomitonBridge, method: RpcProtocolMethod, params: readonly unknown[]): void {
  try {
    bridge.send(method, params);
  } catch {
    // A bridge throws here only when its page or its other end is no more.
  }
}
