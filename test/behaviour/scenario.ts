import type { createRPCClient, createRPCNotifier, RpcError, withOptions } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import type { ProbeApi } from "./fixture.js";

/** All a scenario sees: it may run as text in a page, so it closes over nothing. */
export interface Tools {
  bridge: AtomitonBridge;
  createRPCClient: typeof createRPCClient<ProbeApi>;
  createRPCNotifier: typeof createRPCNotifier<ProbeApi>;
  withOptions: typeof withOptions;
  RpcError: typeof RpcError;
  /** The bridge of another caller of the same server. */
  connect(): Promise<AtomitonBridge>;
  /** The scenario's. */
  size: number;
  /** Takes the errors that nobody catches at the caller's side, until it is stopped. */
  collectUncaught(): Uncaught;
}

export interface Uncaught {
  /** In the order they came. */
  readonly errors: unknown[];
  stop(): void;
}

export interface Scenario {
  name: string;
  /** How much of what it does it is to do. Default 1. */
  size?: number;
  /** Runs at the caller's side; what it gives is plain data. */
  run(tools: Tools): Promise<unknown>;
  expected: unknown;
}
