import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";

const FUNCTIONS = ["invoke", "on", "send"] as const;

/**
 * The bridge to call through: the given one, else the page's own.
 *
 * @throws RpcError UNAVAILABLE saying what is missing and what to do.
 */
export function bridgeOrThrow(given: AtomitonBridge | undefined): AtomitonBridge {
  const bridge = given ?? (globalThis as { atomitonBridge?: AtomitonBridge }).atomitonBridge;
  if (bridge === undefined) {
    throw new RpcError(
      "UNAVAILABLE",
      "There is no window.atomitonBridge: in Electron, register the preload of @atomiton/rpc; elsewhere pass { bridge }, e.g. of connectWebSocket()",
    );
  }
  const missing = FUNCTIONS.filter((name) => typeof bridge[name] !== "function");
  if (missing.length > 0) {
    throw new RpcError(
      "UNAVAILABLE",
      `The bridge lacks ${missing.join(", ")}; it must have invoke, on and send`,
    );
  }
  return bridge;
}
