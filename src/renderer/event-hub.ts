import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL } from "../shared/messages.js";
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
  /** Whether the event replays; false when it could not be subscribed to. */
  replays: Promise<boolean>;
  last?: { value: unknown };
}

/** The events of one bridge: one subscription on the wire, however many listeners an event has. */
export class EventHub {
  readonly #hubs = new Map<string, Hub>();

  constructor(readonly bridge: AtomitonBridge) {}

  /** Adds a listener; the first subscribes, and the last one leaving unsubscribes. */
  listen(event: string, listener: EventListener): () => void {
    const hub = this.#hubs.get(event) ?? this.#open(event);
    const entry: Entry = { listener, heard: false };
    hub.listeners.add(entry);
    void catchUp(hub, entry);
    return () => {
      if (!hub.listeners.delete(entry) || hub.listeners.size > 0) return;
      if (this.#hubs.get(event) === hub) this.#close(event, hub);
    };
  }

  #open(event: string): Hub {
    const listeners: Hub["listeners"] = new Set();
    const stop = this.bridge.on(event, (value) => {
      hub.last = { value };
      for (const entry of [...listeners]) hear(entry, value);
    });
    const replays = this.#subscribe(event).catch((error: unknown) => this.#refused(event, hub, error));
    const hub: Hub = { listeners, stop, replays };
    this.#hubs.set(event, hub);
    return hub;
  }

  /** Whether the event replays. */
  async #subscribe(event: string): Promise<boolean> {
    const response = await this.bridge.invoke(PROTOCOL.subscribe, [event]);
    if ("error" in response) throw errorFromWire(response.error);
    return "result" in response && (response.result as { replay?: true } | null | undefined)?.replay === true;
  }

  #refused(event: string, hub: Hub, error: unknown): false {
    const listened = this.#hubs.get(event) === hub;
    if (listened) this.#hubs.delete(event);
    hub.stop();
    const sessionEnded = error instanceof RpcError && error.code === "UNAVAILABLE";
    if (listened && !sessionEnded) {
      const why = error instanceof Error ? error.message : String(error);
      reportUncaught(new RpcError("UNAVAILABLE", `Cannot listen to ${event}: ${why}`, { cause: error }));
    }
    return false;
  }

  #close(event: string, hub: Hub): void {
    this.#hubs.delete(event);
    hub.stop();
    tell(this.bridge, PROTOCOL.unsubscribe, [event]);
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
  try {
    entry.listener(value);
  } catch (error) {
    reportUncaught(error);
  }
}

/** One listener's failure is nobody else's, and still shows: as an unhandled rejection. */
const reportUncaught = (error: unknown): void => void Promise.reject(error);
