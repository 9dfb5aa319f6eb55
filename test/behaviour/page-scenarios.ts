import { createRPCClient, createRPCNotifier, RpcError, withOptions } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import type { Scenario, Tools, Uncaught } from "./scenario.js";

// A script of the page in Chromium.
declare const atomitonBridge: AtomitonBridge;

/** The bridge of an iframe, which is a caller of its own. */
function connect(): Promise<AtomitonBridge> {
  const frame = document.createElement("iframe");
  frame.src = "/frame.html";
  document.body.append(frame);
  return new Promise((resolve) => {
    frame.onload = () => resolve(frame.contentWindow?.atomitonBridge as AtomitonBridge);
  });
}

function collectUncaught(): Uncaught {
  const errors: unknown[] = [];
  const listener = (event: PromiseRejectionEvent | ErrorEvent) => {
    event.preventDefault();
    errors.push("reason" in event ? event.reason : event.error);
  };
  addEventListener("unhandledrejection", listener);
  // What a listener throws, by reportError.
  addEventListener("error", listener);
  const stop = () => {
    removeEventListener("unhandledrejection", listener);
    removeEventListener("error", listener);
  };
  return { errors, stop };
}

const client = { createRPCClient, createRPCNotifier, RpcError, withOptions };
const tools: Omit<Tools, "size"> = { ...client, bridge: atomitonBridge, connect, collectUncaught };

/** A scenario arrives as text. Made a function here, it is the page's own, whose errors the page is told of. */
function runScenario(source: string, size: number): Promise<unknown> {
  const run = new Function(`return ${source}`)() as Scenario["run"];
  return run({ ...tools, size });
}
Object.assign(globalThis, { runScenario });
