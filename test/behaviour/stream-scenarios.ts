import type { RpcError } from "../../src/renderer/index.js";
import type { Scenario } from "./scenario.js";

/** What holds of streams, progress and deadlines over any transport. */
export const streamScenarios: Scenario[] = [
  {
    name: "a stream is read with for await, whole and in order, however long",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const lengths = [];
      for (const to of [0, 1, 255, 256, 257, 3_000]) {
        const items: number[] = [];
        for await (const n of rpc.probe.count(to)) items.push(n);
        lengths.push(items.length === to && items.every((n, index) => n === index));
      }
      return lengths;
    },
    expected: Array(6).fill(true),
  },
  {
    name: "an awaited stream is the same stream",
    run: async ({ createRPCClient, bridge }) => {
      const stream = await (createRPCClient({ bridge }).probe.count(3) as unknown as Promise<
        AsyncIterable<number>
      >);
      const items = [];
      for await (const n of stream) items.push(n);
      return items;
    },
    expected: [0, 1, 2],
  },
  {
    name: "a value is no stream: iterating it says so",
    run: async ({ createRPCClient, bridge }) => {
      try {
        for await (const _ of createRPCClient({ bridge }).probe.add(1, 2) as unknown as AsyncIterable<never>);
        return "no error";
      } catch (error) {
        return (error as RpcError).code;
      }
    },
    expected: "INVALID_REQUEST",
  },
  {
    name: "items survive as results do, bytes as Uint8Array; a Readable is a stream",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const tag = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
      const tags = [];
      for await (const value of rpc.probe.values()) tags.push(tag(value));
      const bytes: number[] = [];
      const readable = rpc.probe.readable() as unknown as AsyncIterable<Uint8Array>;
      for await (const chunk of readable) bytes.push(...chunk);
      return [tags, bytes];
    },
    expected: [
      ["Map", "Uint8Array", "Undefined", "Null"],
      [1, 2, 3],
    ],
  },
  {
    name: "break, throw and return at the caller run the generator's finally",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      for await (const n of rpc.probe.forever("break")) if (n === 300) break;
      await (async () => {
        for await (const n of rpc.probe.forever("throw")) if (n === 5) throw new Error("enough");
      })().catch(() => {});
      await (async () => {
        for await (const n of rpc.probe.forever("return")) if (n === 5) return;
      })();
      let state = await rpc.probe.streamState();
      while (state.finished.length < 3) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        state = await rpc.probe.streamState();
      }
      return state.finished.slice(0, 3);
    },
    expected: ["break", "throw", "return"],
  },
  {
    name: "a slow reader holds the producer",
    run: async ({ createRPCClient, withOptions, bridge }) => {
      const rpc = withOptions(createRPCClient({ bridge }), { streamWindow: 10 });
      const iterator = rpc.probe.forever("slow reader")[Symbol.asyncIterator]();
      for (let n = 0; n < 3; n++) await iterator.next();
      await new Promise((resolve) => setTimeout(resolve, 30));
      const { produced } = await rpc.probe.streamState();
      await iterator.return?.();
      return produced <= 20;
    },
    expected: true,
  },
  {
    name: "a generator's error arrives as RpcError, after the items before it",
    run: async ({ createRPCClient, RpcError, bridge }) => {
      const items = [];
      try {
        for await (const n of createRPCClient({ bridge }).probe.breaksAfter(3)) items.push(n);
      } catch (error) {
        const { code, message, data } = error as RpcError;
        return [items, error instanceof RpcError, code, message, data];
      }
      return "no error";
    },
    expected: [[0, 1, 2], true, "OUT_OF_INK", "no more", { count: 3 }],
  },
  {
    name: "an item that cannot be cloned ends the stream with NOT_SERIALIZABLE, and the session lives",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      try {
        for await (const _ of rpc.probe.uncloneableItem());
        return "no error";
      } catch (error) {
        return [(error as RpcError).code, await rpc.probe.add(1, 1)];
      }
    },
    expected: ["NOT_SERIALIZABLE", 2],
  },
  {
    name: "an abort ends a stream at its reader with the reason, and at its producer",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const controller = new AbortController();
      const outcome = (async () => {
        for await (const _ of rpc.probe.stalled("stalled", controller.signal))
          controller.abort("seen enough");
      })().then(String, (reason: unknown) => reason);
      const reason = await outcome;
      let state = await rpc.probe.streamState();
      while (!state.finished.includes("stalled")) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        state = await rpc.probe.streamState();
      }
      return reason;
    },
    expected: "seen enough",
  },
  {
    name: "a stream cannot be opened in a batch, which says so and answers the rest",
    run: async ({ bridge }) => {
      const requests = [{ method: "probe.count", params: [3] }, { method: "rpc.ping" }];
      const reply = (await bridge.invoke("rpc.batch", requests)) as {
        result: ({ result: unknown } | { error: { code: string } })[];
      };
      return reply.result.map((entry) => ("error" in entry ? entry.error.code : entry.result));
    },
    expected: ["INVALID_REQUEST", "pong"],
  },
  {
    name: "several streams flow at once without mixing",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const read = async (to: number) => {
        let next = 0;
        for await (const n of rpc.probe.count(to)) if (n !== next++) return "mixed";
        return next;
      };
      return Promise.all([read(1_000), read(10), read(700)]);
    },
    expected: [1_000, 10, 700],
  },
  {
    name: "progress reaches the call that asked for it, in order, and no other",
    run: async ({ createRPCClient, withOptions, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const heard: unknown[] = [];
      const tracked = withOptions(rpc, { onProgress: (progress) => heard.push(progress) });
      const calls = Promise.all([tracked.probe.work(2), rpc.probe.work(3)]);
      // A reply may overtake the progress before it.
      while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      // In process a call takes no turn of the loop, which the work needs.
      for (let finished = 0; finished < 2; finished += await rpc.probe.finishWork()) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return [await calls, heard];
    },
    expected: [
      ["done", "done"],
      [
        { done: 1, total: 2, message: "step 1" },
        { done: 2, total: 2, message: "step 2" },
      ],
    ],
  },
  {
    name: "the smaller of the author's and the caller's deadline holds, and fires the handler's signal",
    run: async ({ createRPCClient, withOptions, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const outcome = (call: Promise<never>) => call.then(String, ({ code }: RpcError) => code);
      const byAuthor = await outcome(withOptions(rpc, { timeoutMs: 60_000 }).probe.hurried());
      const byCaller = await outcome(withOptions(rpc, { timeoutMs: 5 }).probe.hang("by caller"));
      let aborted = await rpc.probe.abortedCalls();
      while (!aborted.includes("by caller")) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        aborted = await rpc.probe.abortedCalls();
      }
      return [byAuthor, byCaller, aborted.includes("hurried")];
    },
    expected: ["TIMEOUT", "TIMEOUT", true],
  },
];
