import { RpcError } from "../../src/renderer/index.js";
import {
  EVENTS,
  type EventName,
  type Model,
  type Outcome,
  type PageModel,
  PENDING,
  type StreamModel,
} from "./model.js";
import type { ModelPage, ModelPlace } from "./model-places.js";
import { turns } from "./turns.js";

/** A promise, and what came of it by now. */
export class Watched {
  outcome: Outcome = PENDING;

  constructor(promise: Promise<unknown>) {
    promise.then(
      (value) => (this.outcome = typeof value === "number" ? value : String(value)),
      (error: unknown) => (this.outcome = error instanceof RpcError ? error.code : String(error)),
    );
  }
}

interface RealStream {
  iterator: AsyncIterator<number>;
  controller: AbortController;
  pulled: Watched[];
}

/** The same as the model, in fact; each list is in the model's order. */
export class Real {
  readonly pages: ModelPage[] = [];
  readonly calls: { watched: Watched; controller: AbortController }[] = [];
  readonly streams: RealStream[] = [];
  readonly listeners: { received: number[]; stop: () => void }[] = [];
  /** Every value, in the order it was emitted. */
  readonly log: { event: EventName; value: number }[] = [];
  #quietAt = 0;

  constructor(readonly place: ModelPlace) {
    for (const event of EVENTS) {
      place.service[event].subscribe((value) => this.log.push({ event, value }));
    }
  }

  latest(event: EventName): number | undefined {
    return this.log.findLast((one) => one.event === event)?.value;
  }

  /** Lets everything arrive, and compares all there is with the model. */
  async quiet(model: Model): Promise<void> {
    await turns(12);
    for (let turn = 0; turn < 500 && this.#unlike(model) !== undefined; turn++) await turns(1);
    const unlike = this.#unlike(model);
    if (unlike !== undefined) throw new Error(unlike);
    model.quiet(this.log.slice(this.#quietAt));
    this.#quietAt = this.log.length;
  }

  /** What waits for the server, and has somebody to wait for it. */
  owed(model: Model): Watched[] {
    const waits = (page: PageModel) => page.alive || this.place.settlesWhenEnded;
    const calls = this.calls.filter((_, index) => waits(model.calls[index]!.page));
    const streams = this.streams.filter((_, index) => waits(model.streams[index]!.page));
    return [...calls.map(({ watched }) => watched), ...streams.flatMap(({ pulled }) => pulled)];
  }

  /** What is not as the model says. */
  #unlike(model: Model): string | undefined {
    return (
      this.#callsUnlike(model) ??
      this.#streamsUnlike(model) ??
      this.#listenersUnlike(model) ??
      this.#ownersUnlike(model)
    );
  }

  #callsUnlike(model: Model): string | undefined {
    for (const [index, call] of model.calls.entries()) {
      const { outcome } = (this.calls[index] as Real["calls"][number]).watched;
      const ended = this.place.settlesWhenEnded && !call.page.alive;
      const must = call.aborted || ended || (call.answered && call.page.alive);
      if (outcome === PENDING ? must : !call.may.has(outcome)) {
        return `${call.key} came to ${outcome}, of ${[...call.may]}`;
      }
    }
    const held = model.calls.filter(
      ({ holds, page }, index) => holds && page.alive && this.calls[index]?.watched.outcome === PENDING,
    );
    return differ(
      "handlers",
      [...this.place.service.held.keys()],
      held.map(({ key }) => key),
    );
  }

  #streamsUnlike(model: Model): string | undefined {
    for (const [index, stream] of model.streams.entries()) {
      const outcomes = this.streams[index]?.pulled.map(({ outcome }) => outcome) as Outcome[];
      let items = 0;
      while (outcomes[items] === items) items++;
      const lost = !stream.page.alive && !this.place.settlesWhenEnded;
      const unlike = stream.left
        ? leftWrongly(stream, outcomes.slice(items), lost)
        : outcomes.join() !== due(stream);
      if (unlike || items > stream.length) return `${stream.key} of ${stream.length} gave ${outcomes}`;
    }
    const flowing = model.streams.filter(({ left, length }) => !left && length === Number.POSITIVE_INFINITY);
    return differ(
      "generators",
      [...this.place.service.flowing],
      flowing.map(({ key }) => key),
    );
  }

  #listenersUnlike(model: Model): string | undefined {
    for (const [index, { event, listens, may, must }] of model.listeners.entries()) {
      const received = this.listeners[index]?.received as number[];
      const all = this.log.filter((one) => one.event === event).map(({ value }) => value);
      const places = received.map((value) => all.indexOf(value));
      const inOrder = places.every(
        (place, at) => at === 0 || place > (places[at - 1] as number) - (event === "onState" ? 1 : 0),
      );
      const whole =
        [...must].every((value) => received.includes(value)) && received.every((value) => may.has(value));
      const current = !listens || event === "onTick" || received.at(-1) === all.at(-1);
      if (!inOrder || !whole || !current) {
        return `${event} of ${all}: heard ${received}, must ${[...must]}, may ${[...may]}`;
      }
    }
    return undefined;
  }

  #ownersUnlike(model: Model): string | undefined {
    const { place } = this;
    const known = model.alive.filter(({ spoke }) => spoke || place.sessionFromStart);
    const sessions = place.server.sessions.size;
    if (sessions !== known.length) return `${sessions} sessions for ${known.length} pages`;
    for (const event of EVENTS) {
      const listening = new Set(
        model.listeners.filter((one) => one.listens && one.event === event).map(({ page }) => page),
      );
      // This class listens too.
      const count = place.service[event].listenerCount - 1;
      if (count !== listening.size) return `${count} subscriptions to ${event} for ${listening.size} pages`;
    }
    return undefined;
  }
}

const differ = (what: string, real: string[], model: string[]): string | undefined =>
  real.sort().join() === model.sort().join() ? undefined : `${what} are ${real}, and should be ${model}`;

/** What a stream that nobody left has given, of all that was asked. */
function due({ pulls, length, end }: StreamModel): string {
  const items = Array.from({ length: Math.min(pulls, length) }, (_, n): Outcome => n);
  const ends = Array.from({ length: Math.max(0, pulls - length) }, (_, n) => (n === 0 ? end : "done"));
  return [...items, ...ends].join();
}

/** Whether what a stream gave after its last item is not what may follow. */
const leftWrongly = ({ may }: StreamModel, rest: readonly Outcome[], lost: boolean): boolean =>
  rest.some((outcome) => (outcome === PENDING ? !lost : !may.has(outcome)));
