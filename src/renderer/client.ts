import type { AtomitonBridge } from "../shared/bridge.js";
import type { RpcClient, RpcNotifier } from "./client-types.js";
import { bridgeOrThrow } from "./default-bridge.js";
import type { EventListener } from "./event-hub.js";
import { invoke, notify, type RpcCallOptions } from "./invoker.js";
import { linkOf, type PageLink } from "./page-link.js";
import { memberProxy } from "./proxy.js";

/** What carries the calls of a client, and what holds for each of them. */
export interface RpcClientOptions extends RpcCallOptions {
  /** What carries the calls. Default: `window.atomitonBridge`. */
  bridge?: AtomitonBridge;
}

/** What each client was made with, for `withOptions`. */
const made = new WeakMap<object, { link: PageLink; options: RpcCallOptions }>();

/**
 * The typed client of an API. A member called with a function is an event, and gives the way to stop
 * listening; any other call gives a promise of the result, or a stream to iterate.
 *
 * An event that replays gives each listener its latest value first, and again when a lost connection is
 * found anew: what was emitted meanwhile is not sent after. It may be a value the listener has heard.
 *
 * @example
 * const rpc = createRPCClient<AtomitonAPI>();
 * await rpc.node.execute({ nodeId: "test-node", inputs: { value: 42 } });
 * for await (const n of rpc.greeting.countdown(10)) show(n);
 * const off = rpc.node.onStatus((status) => show(status));
 * @throws RpcError UNAVAILABLE when there is no bridge. Calls reject with the RpcError of the other side.
 */
export function createRPCClient<Api>({ bridge, ...options }: RpcClientOptions = {}): RpcClient<Api> {
  return clientOf(linkOf(bridgeOrThrow(bridge)), options);
}

/**
 * The same client with other options, e.g. for one call that reports progress.
 *
 * @example
 * const report = await withOptions(rpc, { onProgress: show, timeoutMs: 60_000 }).report.build(params);
 * @throws TypeError when `client` is none of `createRPCClient`.
 */
export function withOptions<Client extends object>(client: Client, options: RpcCallOptions): Client {
  const origin = made.get(client);
  if (origin === undefined) throw new TypeError("withOptions: give it a client made by createRPCClient");
  return clientOf(origin.link, { ...origin.options, ...options }) as Client;
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

function clientOf<Api>(link: PageLink, options: RpcCallOptions): RpcClient<Api> {
  const client = memberProxy((path, args) => {
    const [first] = args;
    if (typeof first === "function" && args.length === 1)
      return link.events.listen(path, first as EventListener);
    return invoke(link, path, args, options);
  });
  made.set(client, { link, options });
  return client as RpcClient<Api>;
}
