import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL, PROTOCOL_EVENT } from "../shared/messages.js";
import { callListener, reportUncaught } from "./call-listener.js";
import { tell } from "./tell.js";

export type EventListener = (value: unknown) => void;

/** One listener, and whether any value has come to it. */
interface Entry {
  listener: EventListener;
  heard: boolean;
}

/** The listeners of one event, and the way to stop receiving it. */
interface Hub {
  listeners: Set<Entry>;
  stop: () => void;
  /** Whether the event replays; false when it could not be subscribed to. Nothing while that is to be asked. */
  replays?: Promise<boolean> | undefined;
  last?: { value: unknown };
}

/** The events of one bridge: one subscription on the wire, however many listeners an event has. */
export class EventHub {
  readonly #hubs = new Map<string, Hub>();
  #stopWatching: (() => void) | undefined;

  constructor(readonly bridge: AtomitonBridge) {}

  /** Adds a listener; the first subscribes, and the last one leaving unsubscribes. */
  listen(event: string, listener: EventListener): () => void {
    const hub = this.#hubs.get(event) ?? this.#open(event);
    hub.replays ??= this.#subscribe(event, hub);
    const entry: Entry = { listener, heard: false };
    hub.listeners.add(entry);
    void catchUp(hub, entry);
    return () => {
      if (!hub.listeners.delete(entry) || hub.listeners.size > 0) return;
      if (this.#forget(event, hub)) tell(this.bridge, PROTOCOL.unsubscribe, [event]);
    };
  }

  #open(event: string): Hub {
    this.#stopWatching ??= this.bridge.on(PROTOCOL_EVENT.closed, () => {
      // The next server knows of no subscription, and may refuse what this one granted.
      for (const [name, hub] of this.#hubs) hub.replays = this.#subscribe(name, hub);
    });
    const listeners: Hub["listeners"] = new Set();
    const stop = this.bridge.on(event, (value) => {
      hub.last = { value };
      // One of them may stop another.
      for (const entry of [...listeners]) if (listeners.has(entry)) hear(entry, value);
    });
    const hub: Hub = { listeners, stop };
    this.#hubs.set(event, hub);
    return hub;
  }

  /** Whether the event replays; false when it was refused. */
  async #subscribe(event: string, hub: Hub): Promise<boolean> {
    try {
      const response = await this.bridge.invoke(PROTOCOL.subscribe, [event]);
      if ("error" in response) throw errorFromWire(response.error);
      return (
        "result" in response && (response.result as { replay?: true } | null | undefined)?.replay === true
      );
    } catch (error) {
      await this.#refused(event, hub, error);
      return false;
    }
  }

  async #refused(event: string, hub: Hub, error: unknown): Promise<void> {
    if (!this.#forget(event, hub)) return;
    // A bridge rejects with an error of its own when nobody is there to answer.
    const mayHaveEnded = !(error instanceof RpcError) || error.code === "UNAVAILABLE";
    if (mayHaveEnded && (await this.#hasEnded())) return;
    const why = error instanceof Error ? error.message : String(error);
    reportUncaught(new RpcError("UNAVAILABLE", `Cannot listen to ${event}: ${why}`, { cause: error }));
  }

  /** A session that ended says UNAVAILABLE to everything, and to nobody's surprise. */
  async #hasEnded(): Promise<boolean> {
    try {
      return "error" in (await this.bridge.invoke(PROTOCOL.ping));
    } catch {
      return true;
    }
  }

  /** Whether it was known until now. */
  #forget(event: string, hub: Hub): boolean {
    if (this.#hubs.get(event) !== hub) return false;
    this.#hubs.delete(event);
    hub.stop();
    if (this.#hubs.size === 0) {
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    }
    return true;
  }
}

/** The server replays once a subscription; a listener that joins one is given the last value here. */
async function catchUp(hub: Hub, entry: Entry): Promise<void> {
  const replays = await hub.replays;
  if (replays && hub.last !== undefined && !entry.heard && hub.listeners.has(entry)) {
    hear(entry, hub.last.value);
  }
}

function hear(entry: Entry, value: unknown): void {
  entry.heard = true;
  callListener(entry.listener, value);
}
