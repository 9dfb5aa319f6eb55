import type { Scenario } from "./scenario.js";

/** What holds of events over any transport. */
export const eventScenarios: Scenario[] = [
  {
    name: "listeners share one subscription: the first subscribes, the last one leaving unsubscribes",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const heard: unknown[] = [];
      const before = await rpc.probe.tickers();
      const off1 = rpc.probe.onTick((value) => heard.push(["one", value]));
      const off2 = rpc.probe.onTick((value) => heard.push(["two", value]));
      // A reply may overtake the events that its call has caused.
      const until = async (count: number) => {
        while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
      };
      const during = (await rpc.probe.tick([1])) - before;
      await until(2);
      off1();
      off1();
      const one = (await rpc.probe.tick([2])) - before;
      await until(3);
      off2();
      await rpc.probe.echo("the unsubscription goes ahead of this call");
      const after = (await rpc.probe.tick([3])) - before;
      await rpc.probe.echo("late events would have come by now");
      return [during, one, after, heard];
    },
    expected: [
      1,
      1,
      0,
      [
        ["one", 1],
        ["two", 1],
        ["two", 2],
      ],
    ],
  },
  {
    name: "a page has one subscription at the server, however many listeners its clients have",
    run: async ({ createRPCClient, bridge }) => {
      const [one, other] = [createRPCClient({ bridge }), createRPCClient({ bridge })];
      const { probe } = one;
      const before = await probe.tickers();
      const heard: number[] = [];
      const counts = [];
      // A reply may overtake the events that its call has caused.
      const until = async (count: number) => {
        while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
      };
      for (let round = 0; round < 2; round++) {
        const [first, ...others] = Array.from({ length: 50 }, (_, n) =>
          (n % 2 ? one : other).probe.onTick(() => heard.push(n)),
        );
        counts.push((await probe.tick(["for all of them"])) - before);
        await until(round * 51 + 50);
        for (const off of others) off();
        counts.push((await probe.tick(["for one of them"])) - before);
        await until(round * 51 + 51);
        await probe.echo("late events would have come by now");
        first?.();
        counts.push((await probe.tickers()) - before);
      }
      return [counts, heard.length, heard.filter((n) => n === 0).length];
    },
    expected: [[1, 1, 0, 1, 1, 0], 2 * (50 + 1), 2 * (1 + 1)],
  },
  {
    name: "events keep their order, their values survive, and those that a call causes come",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const heard: unknown[] = [];
      const off = rpc.probe.onTick((value) => heard.push(value));
      await rpc.probe.tick(Array.from({ length: 100 }, (_, index) => index));
      await rpc.probe.tick([new Map([["a", 1n]])]);
      while (heard.length < 101) await new Promise((resolve) => setTimeout(resolve, 1));
      off();
      const map = heard.pop() as Map<string, bigint>;
      return [heard.every((value, index) => value === index), String(map.get("a"))];
    },
    expected: [true, "1"],
  },
  {
    name: "a listener that throws does not stop the others, and its error shows",
    run: async ({ createRPCClient, bridge, collectUncaught }) => {
      const rpc = createRPCClient({ bridge });
      const uncaught = collectUncaught();
      const heard: unknown[] = [];
      const offs = [
        rpc.probe.onTick((value) => heard.push(["before", value])),
        rpc.probe.onTick((value) => {
          throw new Error(`a listener's slip at ${value}`);
        }),
        rpc.probe.onTick((value) => heard.push(["after", value])),
      ];
      await rpc.probe.tick([1, 2]);
      while (heard.length < 4 || uncaught.errors.length < 2) await new Promise((go) => setTimeout(go, 1));
      for (const off of offs) off();
      uncaught.stop();
      return [heard, uncaught.errors.map((error) => (error as Error).message)];
    },
    expected: [
      [
        ["before", 1],
        ["after", 1],
        ["before", 2],
        ["after", 2],
      ],
      ["a listener's slip at 1", "a listener's slip at 2"],
    ],
  },
  {
    name: "a refused subscription is not silent: it shows as an uncaught error that says why",
    run: async ({ createRPCClient, bridge, collectUncaught, RpcError }) => {
      const rpc = createRPCClient({ bridge });
      const events = rpc.probe as unknown as Record<string, (listener: () => void) => () => void>;
      const uncaught = collectUncaught();
      const off = events.onNothing?.(() => {});
      while (uncaught.errors.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
      off?.();
      await rpc.probe.echo("a second error would have come by now");
      uncaught.stop();
      return uncaught.errors.map((error) => [error instanceof RpcError, (error as Error).message]);
    },
    expected: [[true, "Cannot listen to probe.onNothing: No such event: probe.onNothing"]],
  },
  {
    name: "an event for one sender reaches that sender",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const heard = new Promise((resolve) => {
        const off = rpc.probe.onTick((value) => {
          off();
          resolve(value);
        });
      });
      await rpc.probe.tickMe("only you");
      return heard;
    },
    expected: "only you",
  },
  {
    name: "an event for one sender reaches no other, and one for all reaches both",
    run: async ({ createRPCClient, bridge, connect }) => {
      const clients = [createRPCClient({ bridge }), createRPCClient({ bridge: await connect() })];
      const heard: unknown[][] = [[], []];
      const offs = clients.map(({ probe }, n) => probe.onTick((value) => heard[n]?.push(value)));
      for (const [n, { probe }] of clients.entries()) await probe.tickMe(`for ${n} alone`);
      for (const { probe } of clients) await probe.tick(["for both"]);
      while (heard.flat().length < 6) await new Promise((resolve) => setTimeout(resolve, 1));
      for (const { probe } of clients) await probe.echo("late events would have come by now");
      for (const off of offs) off();
      return heard;
    },
    expected: [
      ["for 0 alone", "for both", "for both"],
      ["for 1 alone", "for both", "for both"],
    ],
  },
  {
    name: "an event with replay that was emitted before anybody was there is heard by the first to come",
    run: ({ createRPCClient, bridge }) =>
      new Promise((resolve) => {
        const off = createRPCClient({ bridge }).probe.onReady((value) => {
          off();
          resolve(value);
        });
      }),
    expected: "ready before anybody came",
  },
  {
    name: "an event with replay gives a late listener the last value, then each new one",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      await rpc.probe.setState("early");
      await rpc.probe.setState("latest");
      const heard: string[] = [];
      const off = rpc.probe.onState((state) => heard.push(state));
      await rpc.probe.setState("new");
      while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      off();
      return heard;
    },
    expected: ["latest", "new"],
  },
  {
    name: "a late listener of a page that listens already gets the last value too, and the others not again",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const heard: string[][] = [[], []];
      const listen = (n: number) => rpc.probe.onState((state) => heard[n]?.push(state));
      await rpc.probe.setState("first");
      const offs = [listen(0)];
      await rpc.probe.setState("second");
      while (heard.flat().length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      offs.push(listen(1));
      while (heard.flat().length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
      await rpc.probe.setState("third");
      while (heard.flat().length < 5) await new Promise((resolve) => setTimeout(resolve, 1));
      for (const off of offs) off();
      return heard;
    },
    expected: [
      ["first", "second", "third"],
      ["second", "third"],
    ],
  },
];
