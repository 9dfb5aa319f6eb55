import type { AtomitonBridge } from "../shared/bridge.js";
import type { RpcClient, RpcNotifier } from "./client-types.js";
import { bridgeOrThrow } from "./default-bridge.js";
import { EventHub, type EventListener } from "./event-hub.js";
import { invoke, notify } from "./invoker.js";
import { memberProxy } from "./proxy.js";

export interface RpcClientOptions {
  /** What carries the calls. Default: `window.atomitonBridge`. */
  bridge?: AtomitonBridge;
  /** Milliseconds each call may take before it fails with TIMEOUT. Default: no limit. */
  timeoutMs?: number;
}

/**
 * The typed client of an API. A member called with a function is an event, and gives the way to stop
 * listening; any other call gives a promise of the result.
 *
 * @example
 * const rpc = createRPCClient<AtomitonAPI>();
 * await rpc.node.execute({ nodeId: "test-node", inputs: { value: 42 } });
 * const off = rpc.node.onStatus((status) => show(status));
 * @throws RpcError UNAVAILABLE when there is no bridge. Calls reject with the RpcError of the other side.
 */
export function createRPCClient<Api>(options: RpcClientOptions = {}): RpcClient<Api> {
  const bridge = bridgeOrThrow(options.bridge);
  const events = new EventHub(bridge);
  return memberProxy((path, args) => {
    const [first] = args;
    if (typeof first === "function" && args.length === 1) return events.listen(path, first as EventListener);
    return invoke(bridge, path, args, options.timeoutMs);
  }) as RpcClient<Api>;
}

/**
 * The same API for one-way calls: no result, no error; the other side logs what goes wrong.
 *
 * @throws RpcError UNAVAILABLE when there is no bridge; a call, NOT_SERIALIZABLE with `data.path`.
 */
export function createRPCNotifier<Api>(options: Pick<RpcClientOptions, "bridge"> = {}): RpcNotifier<Api> {
  const bridge = bridgeOrThrow(options.bridge);
  return memberProxy((path, args) => notify(bridge, path, args)) as RpcNotifier<Api>;
}
