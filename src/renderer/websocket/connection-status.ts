import type { RpcError } from "../../../decorators/rpc-error.js";

/**
 * - `connecting`: there is no socket, and one is tried for; calls wait.
 * - `open`: calls are sent as they are made.
 * - `closed`: for good; every call fails with UNAVAILABLE.
 */
export type ConnectionState = "connecting" | "open" | "closed";

/** How a bridge is connected at one moment. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** UNAVAILABLE, with why the last socket was lost or did not open; nothing before that and while open. */
  readonly error?: RpcError | undefined;
}

/** How a bridge is connected, now and from now on. */
export interface ConnectionStatus extends ConnectionSnapshot {
  /**
   * Tells `listener` of each change of the state or the error. Returns the way to stop.
   *
   * @example bridge.connection.onChange(({ state, error }) => show(state, error?.message));
   */
  onChange(listener: ConnectionListener): () => void;
}

export type ConnectionListener = (now: ConnectionSnapshot) => void;

/** The status as its owner sets it. */
export class CurrentStatus implements ConnectionStatus {
  #now: ConnectionSnapshot = { state: "connecting" };
  readonly #listeners = new Set<{ listener: ConnectionListener }>();

  get state(): ConnectionState {
    return this.#now.state;
  }

  get error(): RpcError | undefined {
    return this.#now.error;
  }

  onChange(listener: ConnectionListener): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /** `closed` is the last there is. */
  set(state: ConnectionState, error?: RpcError): void {
    const now = { state, ...(error !== undefined && { error }) };
    this.#now = now;
    // One listener's error is uncaught, and does not keep the change from the others.
    for (const { listener } of this.#listeners) queueMicrotask(() => listener(now));
    if (state === "closed") this.#listeners.clear();
  }
}
