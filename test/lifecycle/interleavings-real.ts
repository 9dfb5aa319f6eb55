import { withOptions } from "../../src/renderer/index.js";
import type { Caller, Place } from "./interleavings-places.js";

/** What a promise has settled with: its value, or its error's code. Nothing while it is pending. */
export type Outcome = string | undefined;

interface Watched {
  outcome: Outcome;
}

function watch(promise: Promise<unknown>): Watched {
  const watched: Watched = { outcome: undefined };
  promise.then(
    (value) => {
      watched.outcome = String(value);
    },
    (error: { code?: string }) => {
      watched.outcome = error.code ?? String(error);
    },
  );
  return watched;
}

const itemOrEnd = async (result: Promise<IteratorResult<unknown>>): Promise<unknown> => {
  const { done, value } = await result;
  return done ? "end" : value;
};

/** A client in fact. It waits for nothing that it asks for, and writes down what that comes to. */
export class RealClient {
  readonly ticks: number[] = [];
  readonly states: number[] = [];
  readonly #calls = new Map<string, Watched>();
  readonly #streams = new Map<string, { iterator: AsyncIterator<number>; reads: Watched[] }>();
  readonly #controllers = new Map<string, AbortController>();
  #stops: (() => void)[] = [];

  constructor(public caller: Caller) {}

  call(key: string, make: (rpc: Caller["rpc"]) => Promise<unknown>): void {
    this.#calls.set(key, watch(make(this.#abortable(key))));
  }

  outcome(key: string): Outcome {
    return this.#calls.get(key)?.outcome;
  }

  open(key: string): void {
    const iterator = this.#abortable(key).life.numbers(key)[Symbol.asyncIterator]();
    this.#streams.set(key, { iterator, reads: [] });
  }

  read(key: string, count: number): void {
    const { iterator, reads } = this.#stream(key);
    for (let n = 0; n < count; n++) reads.push(watch(itemOrEnd(iterator.next())));
  }

  leaveStream(key: string): void {
    const { iterator, reads } = this.#stream(key);
    reads.push(watch(itemOrEnd(iterator.return?.() as Promise<IteratorResult<unknown>>)));
  }

  /** What its reader was given, each time it asked, from the first item on. */
  reads(key: string): Outcome[] {
    return this.#stream(key).reads.map(({ outcome }) => outcome);
  }

  abort(key: string): void {
    this.#controllers.get(key)?.abort();
  }

  listen(): void {
    const { life } = this.caller.rpc;
    this.#stops = [
      life.onTick((value) => this.ticks.push(value)),
      life.onState((value) => this.states.push(value)),
    ];
  }

  unlisten(): void {
    for (const stop of this.#stops) stop();
  }

  /** The client with a signal for one call. */
  #abortable(key: string): Caller["rpc"] {
    const controller = new AbortController();
    this.#controllers.set(key, controller);
    return withOptions(this.caller.rpc, { signal: controller.signal });
  }

  #stream(key: string): { iterator: AsyncIterator<number>; reads: Watched[] } {
    return this.#streams.get(key) as { iterator: AsyncIterator<number>; reads: Watched[] };
  }
}

/** A place and its clients in fact. */
export class Real {
  readonly clients: RealClient[] = [];

  constructor(readonly place: Place) {}
}
