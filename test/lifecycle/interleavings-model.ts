import fc from "fast-check";
import type { RpcError } from "../../src/renderer/index.js";
import type { Caller, Place } from "./interleavings-places.js";

/** What must be observed, as plain data. */
export class Model {
  readonly clients: ModelClient[] = [];
  nextKey = 0;
}

interface ModelClient {
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

interface RealClient {
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
async function agrees(model: Model, real: Real): Promise<void> {
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

type Step = fc.AsyncCommand<Model, Real>;

/** A command on one of the clients, chosen among those that are there. */
function onClient(
  name: string,
  choice: number,
  check: (client: ModelClient) => boolean,
  run: (client: ModelClient, real: RealClient, all: Real, model: Model) => Promise<void>,
): Step {
  const pick = <T>(list: readonly T[]) => list[choice % list.length] as T;
  return {
    check: ({ clients }) => clients.length > 0 && check(pick(clients)),
    async run(model, all) {
      await run(pick(model.clients), pick(all.clients), all, model);
      await agrees(model, all);
    },
    toString: () => `${name}(${choice})`,
  };
}

const connect: Step = {
  check: ({ clients }) => clients.length < 3,
  async run(model, real) {
    const caller = await real.place.connect();
    await caller.rpc.life.echo("a session opens at the first message");
    model.clients.push({ listening: false, calls: [], streams: [], ticks: [] });
    real.clients.push({ caller, ticks: [], aborts: new Map(), streams: new Map() });
  },
  toString: () => "connect",
};

const call = (choice: number) =>
  onClient(
    "call",
    choice,
    () => true,
    async (client, { caller, aborts }, real, model) => {
      const key = `call-${++model.nextKey}`;
      const abort = new AbortController();
      client.calls.push(key);
      aborts.set(key, abort);
      real.track(key, caller.rpc.life.hold(key, abort.signal));
    },
  );

const release = (choice: number) =>
  onClient(
    "release",
    choice,
    ({ calls }) => calls.length > 0,
    async (client, _, real) => {
      const [key] = client.calls.splice(choice % client.calls.length, 1) as [string];
      real.place.service.release(key);
      await eventually(() => real.outcome(key), `released ${key}`);
    },
  );

const cancel = (choice: number) =>
  onClient(
    "cancel",
    choice,
    ({ calls }) => calls.length > 0,
    async (client, { aborts }, real) => {
      const [key] = client.calls.splice(choice % client.calls.length, 1) as [string];
      aborts.get(key)?.abort();
      await eventually(() => real.outcome(key), "CANCELLED");
    },
  );

const fail = (choice: number) =>
  onClient(
    "fail",
    choice,
    () => true,
    async (_, { caller }) => {
      await expect(caller.rpc.life.fail()).rejects.toMatchObject({ code: "NO_LUCK" });
      expect(await caller.rpc.life.echo([choice])).toEqual([choice]);
    },
  );

const open = (choice: number) =>
  onClient(
    "open a stream",
    choice,
    ({ streams }) => streams.length < 3,
    async (client, { caller, streams }, _, model) => {
      const key = `stream-${++model.nextKey}`;
      const iterator = caller.rpc.life.numbers(key)[Symbol.asyncIterator]();
      expect(await iterator.next()).toEqual({ done: false, value: 0 });
      client.streams.push({ key, next: 1 });
      streams.set(key, iterator);
    },
  );

const pull = (choice: number) =>
  onClient(
    "pull",
    choice,
    ({ streams }) => streams.length > 0,
    async (client, { streams }) => {
      const stream = client.streams[choice % client.streams.length] as ModelClient["streams"][number];
      const wanted = choice % 5 === 0 ? choice % 300 : choice % 10;
      for (let item = 0; item < wanted; item++) {
        expect(await streams.get(stream.key)?.next()).toEqual({ done: false, value: stream.next++ });
      }
    },
  );

const leaveStream = (choice: number) =>
  onClient(
    "leave a stream",
    choice,
    ({ streams }) => streams.length > 0,
    async (client, { streams }) => {
      const [{ key }] = client.streams.splice(choice % client.streams.length, 1) as { key: string }[] as [
        { key: string },
      ];
      expect(await streams.get(key)?.return?.()).toEqual({ done: true, value: undefined });
      streams.delete(key);
    },
  );

const listen = (choice: number) =>
  onClient(
    "listen",
    choice,
    ({ listening }) => !listening,
    async (client, real) => {
      client.listening = true;
      real.stop = real.caller.rpc.life.onTick((value) => real.ticks.push(value));
    },
  );

const unlisten = (choice: number) =>
  onClient(
    "unlisten",
    choice,
    ({ listening }) => listening,
    async (client, real) => {
      client.listening = false;
      real.stop?.();
    },
  );

const emit = (value: number): Step => ({
  check: () => true,
  async run(model, real) {
    for (const client of model.clients) if (client.listening) client.ticks.push(value);
    real.place.service.onTick.emit(value);
    await agrees(model, real);
  },
  toString: () => `emit(${value})`,
});

const loseSession = (choice: number) =>
  onClient(
    "lose the session",
    choice,
    () => true,
    async (client, real, { place, ...all }) => {
      const lost = client.calls.splice(0);
      const readers = [...real.streams.values()];
      client.streams.length = 0;
      real.streams.clear();
      real.caller = await real.caller.loseSession();
      if (place.settlesLost) {
        await eventually(
          () => lost.map((key) => all.promises.find((promise) => promise.key === key)?.outcome),
          lost.map(() => "UNAVAILABLE"),
        );
        for (const reader of readers) await reachesTheEnd(reader);
      }
      // A page's promises die with it; nobody can wait for them.
      for (const promise of all.promises) if (lost.includes(promise.key)) promise.outcome ??= "gone";
      if (!place.keepsListeners && client.listening) client.listening = false;
      await real.caller.rpc.life.echo("the new session opens");
    },
  );

/** Items that arrived before the loss come first; then its reader is told. */
async function reachesTheEnd(reader: AsyncIterator<number>): Promise<void> {
  for (let item = 0; item < 1_000; item++) {
    const { code } = (await reader.next().catch((error: RpcError) => error)) as { code?: string };
    if (code !== undefined) return expect(code).toBe("UNAVAILABLE");
  }
  throw new Error("A stream of a lost session goes on");
}

export const steps = fc.commands(
  [
    fc.constant(connect),
    ...[call, release, cancel, fail, open, pull, leaveStream, listen, unlisten, loseSession].map((step) =>
      fc.nat(1_000).map(step),
    ),
    fc.nat(100).map(emit),
  ],
  { maxCommands: 20, size: "max" },
);
