import fc from "fast-check";
import type { RpcError } from "../../src/renderer/index.js";
import {
  agrees,
  eventually,
  type Model,
  type ModelClient,
  type Real,
  type RealClient,
} from "./interleavings-model.js";

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
