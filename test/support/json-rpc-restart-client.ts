import {
  createRPCClient,
  type RpcCallOptions,
  type RpcClient,
  type WebSocketBridge,
  withOptions,
} from "../../src/renderer/index.js";
import { type ChildApi, EVENTS } from "./json-rpc-child-api.js";

/** What a client has seen so far. */
export interface RestartReport {
  /** Values that each listener heard. */
  heard: unknown[][];
  /** What each call came to: its result, or its error's code. */
  outcomes: Record<string, string>;
  states: string[];
}

/** The client's part of a restart, in Node or in a page: its calls and listeners, and what comes of them. */
export class RestartClient {
  readonly rpc: RpcClient<ChildApi>;
  readonly #heard: unknown[][] = EVENTS.map(() => []);
  readonly #outcomes: Record<string, string> = {};
  readonly #states: string[] = [];

  constructor(readonly bridge: WebSocketBridge) {
    this.rpc = createRPCClient<ChildApi>({ bridge });
    bridge.connection.onChange(({ state }) => {
      if (this.#states.at(-1) !== state) this.#states.push(state);
    });
  }

  listen(): void {
    const events = this.rpc.child as unknown as Record<string, (listener: (value: unknown) => void) => void>;
    EVENTS.forEach((name, index) => {
      events[name]?.((value) => this.#heard[index]?.push(value));
    });
  }

  /** Makes calls that wait at the server. */
  hold(method: "hold" | "holdOnce", keys: readonly string[], options: RpcCallOptions = {}): void {
    const { child } = withOptions(this.rpc, options);
    for (const key of keys) {
      child[method](key).then(
        (result) => this.#settle(key, result),
        (error: { code: string }) => this.#settle(key, error.code),
      );
    }
  }

  report(): RestartReport {
    return { heard: this.#heard, outcomes: this.#outcomes, states: this.#states };
  }

  #settle(key: string, outcome: string): void {
    this.#outcomes[key] = key in this.#outcomes ? "settled twice" : outcome;
  }
}
