import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL } from "../shared/messages.js";
import { tell } from "./tell.js";

export type EventListener = (value: unknown) => void;

/** The listeners of one event, and the way to stop receiving it. */
interface Hub {
  listeners: Set<{ listener: EventListener }>;
  stop: () => void;
}

/** The events of one bridge: one subscription on the wire, however many listeners an event has. */
export class EventHub {
  readonly #hubs = new Map<string, Hub>();

  constructor(readonly bridge: AtomitonBridge) {}

  /** Adds a listener; the first subscribes, and the last one leaving unsubscribes. */
  listen(event: string, listener: EventListener): () => void {
    const hub = this.#hubs.get(event) ?? this.#open(event);
    const entry = { listener };
    hub.listeners.add(entry);
    return () => {
      if (!hub.listeners.delete(entry) || hub.listeners.size > 0) return;
      if (this.#hubs.get(event) === hub) this.#close(event, hub);
    };
  }

  #open(event: string): Hub {
    const listeners: Hub["listeners"] = new Set();
    const stop = this.bridge.on(event, (value) => {
      for (const { listener } of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          reportUncaught(error);
        }
      }
    });
    const hub = { listeners, stop };
    this.#hubs.set(event, hub);
    this.#subscribe(event).catch((error: unknown) => {
      if (this.#hubs.get(event) === hub) this.#hubs.delete(event);
      stop();
      const why = error instanceof Error ? error.message : String(error);
      reportUncaught(new RpcError("UNAVAILABLE", `Cannot listen to ${event}: ${why}`, { cause: error }));
    });
    return hub;
  }

  async #subscribe(event: string): Promise<void> {
    const response = await this.bridge.invoke(PROTOCOL.subscribe, [event]);
    if ("error" in response) throw errorFromWire(response.error);
  }

  #close(event: string, hub: Hub): void {
    this.#hubs.delete(event);
    hub.stop();
    tell(this.bridge, PROTOCOL.unsubscribe, [event]);
  }
}

/** One listener's failure is nobody else's, and still shows: as an unhandled rejection. */
const reportUncaught = (error: unknown): void => void Promise.reject(error);
