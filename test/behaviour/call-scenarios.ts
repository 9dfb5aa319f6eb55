import type { RpcError } from "../../src/renderer/index.js";
import type { Scenario } from "./scenario.js";

/** What holds of a call over any transport. */
export const callScenarios: Scenario[] = [
  {
    name: "a call gives its result",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      return [await rpc.probe.add(2, 3), await rpc.probe.echo("x"), await rpc.probe.note("n")];
    },
    expected: [5, "x", undefined],
  },
  {
    name: "what structured clone carries arrives as it was, both ways",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const tag = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
      const sent = {
        date: new Date(86_400_000),
        map: new Map<unknown, unknown>([["k", new Set([1, "two"])]]),
        big: 12345678901234567890n,
        bytes: new Uint8Array([0, 127, 255]),
        floats: new Float64Array([0.5, Number.NaN]),
        regexp: /a+b/gi,
        nothing: null,
        missing: undefined,
        nan: Number.NaN,
        text: "é😀\u0000",
        list: [1, [2, [3]]],
      };
      const got = (await rpc.probe.echo(sent)) as typeof sent;
      return [
        [tag(got.date), got.date.getTime()],
        [tag(got.map), [...(got.map.get("k") as Set<unknown>)]],
        [tag(got.big), String(got.big)],
        [tag(got.bytes), [...got.bytes]],
        [tag(got.floats), [...got.floats]],
        [tag(got.regexp), got.regexp.source, got.regexp.flags],
        [got.nothing, got.missing, got.nan, got.text, got.list],
        [await rpc.probe.echo(undefined), await rpc.probe.echo(null), await rpc.probe.echo(false)],
      ];
    },
    expected: [
      ["Date", 86_400_000],
      ["Map", [1, "two"]],
      ["BigInt", "12345678901234567890"],
      ["Uint8Array", [0, 127, 255]],
      ["Float64Array", [0.5, Number.NaN]],
      ["RegExp", "a+b", "gi"],
      [null, undefined, Number.NaN, "é😀\u0000", [1, [2, [3]]]],
      [undefined, null, false],
    ],
  },
  {
    name: "cycles survive",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const loop: { self?: unknown } = {};
      loop.self = loop;
      const got = (await rpc.probe.echo(loop)) as typeof loop;
      return [got !== loop, got.self === got];
    },
    expected: [true, true],
  },
  {
    name: "an instance arrives as its data: the prototype stays behind",
    run: async ({ createRPCClient, bridge }) => {
      const point = await createRPCClient({ bridge }).probe.point();
      return [point.x, point.y, typeof point.length];
    },
    expected: [3, 4, "undefined"],
  },
  {
    name: "a DTO is validated in main and made an instance of its class",
    run: ({ createRPCClient, bridge }) =>
      createRPCClient({ bridge }).probe.describe({ name: "Ada", age: 36, address: { city: "London" } }),
    expected: "Ada, 36, London: true",
  },
  {
    name: "1,000 calls in flight at once: none is lost, each gets its own reply, in any order",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const settled: number[] = [];
      const calls = Array.from({ length: 1_000 }, (_, index) =>
        rpc.probe.later(index, (index * 7) % 13).then((value) => {
          settled.push(value);
          return value === index;
        }),
      );
      const right = await Promise.all(calls);
      return [right.every(Boolean), new Set(settled).size, settled.some((value, at) => value !== at)];
    },
    expected: [true, 1_000, true],
  },
  {
    name: "a one-way call arrives, and one that fails disturbs nobody",
    run: async ({ createRPCClient, createRPCNotifier, bridge }) => {
      const notifier = createRPCNotifier({ bridge });
      const rpc = createRPCClient({ bridge });
      notifier.probe.fail("undeclared");
      (notifier.probe.add as unknown as (junk: unknown) => void)({});
      notifier.probe.note("one way");
      return (await rpc.probe.readNotes()).includes("one way");
    },
    expected: true,
  },
  {
    name: "the call knows its method and transport, and a Proxy name is answered locally",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const { method } = await rpc.probe.whoami();
      const awaited = await (rpc as unknown as Promise<unknown>);
      const { then, toJSON } = rpc.probe as unknown as Record<string, unknown>;
      const members = new Set([rpc.probe.add, rpc.probe.add]);
      return [method, awaited === rpc, then, toJSON, JSON.stringify(rpc), members.size];
    },
    expected: ["probe.whoami", true, undefined, undefined, "{}", 1],
  },
  {
    name: "a batch answers each of its requests, in order, failures among them",
    run: async ({ bridge }) => {
      const reply = (await bridge.invoke("rpc.batch", [
        { method: "probe.add", params: [1, 2] },
        { method: "probe.fail", params: ["declared"] },
        { method: "nowhere.at.all" },
        { method: 5 },
        { method: "rpc.batch", params: [] },
        { method: "rpc.ping" },
      ])) as { result: ({ result: unknown } | { error: { code: string } })[] };
      return reply.result.map((entry) => ("error" in entry ? entry.error.code : entry.result));
    },
    expected: [3, "NOT_FOUND", "METHOD_NOT_FOUND", "INVALID_REQUEST", "INVALID_REQUEST", "pong"],
  },
  {
    name: "a client that batches sends the calls of one turn together, and each gets its own outcome",
    run: async ({ createRPCClient, bridge }) => {
      let messages = 0;
      const counting: typeof bridge = {
        invoke: (...args) => {
          messages++;
          return bridge.invoke(...args);
        },
        on: (...args) => bridge.on(...args),
        send: (...args) => bridge.send(...args),
      };
      const rpc = createRPCClient({ bridge: counting, batch: true });
      const outcomes = await Promise.allSettled([
        rpc.probe.add(1, 2),
        rpc.probe.fail("declared"),
        rpc.probe.later(7, 5),
        rpc.probe.uncloneable(),
        rpc.probe.count(3) as unknown as Promise<never>,
      ]);
      const together = messages;
      const alone = await rpc.probe.add(3, 4);
      const refused = await Promise.allSettled([rpc.probe.echo(Symbol("s")), rpc.probe.add(5, 6)]);
      const outcome = (of: PromiseSettledResult<unknown>) =>
        of.status === "fulfilled" ? of.value : (of.reason as RpcError).code;
      return [together, outcomes.map(outcome), alone, refused.map(outcome)];
    },
    expected: [1, [3, "NOT_FOUND", 7, "NOT_SERIALIZABLE", "INVALID_REQUEST"], 7, ["NOT_SERIALIZABLE", 11]],
  },
];
