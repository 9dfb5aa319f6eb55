import type { RpcError } from "../../src/renderer/index.js";
import type { Caller, Place } from "./interleavings-places.js";

/** What must be observed, as plain data. */
export class Model {
  readonly clients: ModelClient[] = [];
  nextKey = 0;
}

export interface ModelClient {
  listening: boolean;
  /** Keys of calls that wait for their release. */
  calls: string[];
  /** Keys of streams that flow, and the item that comes next. */
  streams: { key: string; next: number }[];
  /** What its listener must have heard. */
  ticks: number[];
}

/** The same in fact. */
export class Real {
  readonly clients: RealClient[] = [];
  /** Every promise that must settle, and what it settled with. */
  readonly promises: { key: string; outcome?: string }[] = [];

  constructor(readonly place: Place) {}

  track(key: string, promise: Promise<unknown>): void {
    const entry: Real["promises"][number] = { key };
    this.promises.push(entry);
    promise.then(
      (value) => {
        entry.outcome = String(value);
      },
      (error: RpcError) => {
        entry.outcome = error.code ?? String(error);
      },
    );
  }

  outcome(key: string): string | undefined {
    return this.promises.find((promise) => promise.key === key)?.outcome;
  }
}

export interface RealClient {
  caller: Caller;
  stop?: () => void;
  ticks: number[];
  aborts: Map<string, AbortController>;
  streams: Map<string, AsyncIterator<number>>;
}

/** Waits, for some turns of the event loop, until what is observed is what the model says. */
export async function eventually(observe: () => unknown, expected: unknown): Promise<void> {
  const wanted = JSON.stringify(expected);
  for (let turn = 0; turn < 2_000 && JSON.stringify(observe()) !== wanted; turn++) {
    await new Promise(turn < 200 ? setImmediate : (resolve) => setTimeout(resolve, 1));
  }
  expect(observe()).toEqual(expected);
}

/** All that outlives a call is as the model says, on the server and at the callers. */
export async function agrees(model: Model, real: Real): Promise<void> {
  const { service } = real.place;
  const calls = model.clients.flatMap((client) => client.calls).sort();
  const streams = model.clients.flatMap((client) => client.streams.map(({ key }) => key)).sort();
  await eventually(() => [...service.held.keys()].sort(), calls);
  await eventually(() => [...service.flowing].sort(), streams);
  await eventually(
    () => service.onTick.listenerCount,
    model.clients.filter(({ listening }) => listening).length,
  );
  await eventually(
    () => real.clients.map(({ ticks }) => ticks),
    model.clients.map(({ ticks }) => ticks),
  );
}
