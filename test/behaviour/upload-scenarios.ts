import type { RpcError } from "../../src/renderer/index.js";
import type { Scenario } from "./scenario.js";

/** What holds of arguments that stream to their handler, over any transport. */
export const uploadScenarios: Scenario[] = [
  {
    name: "an async iterable streams to the handler, whole and in order, however long",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const whole = [];
      for (const length of [0, 1, 63, 64, 65, 1_000]) {
        async function* numbers() {
          for (let n = 0; n < length; n++) yield n;
        }
        const { items, end } = await rpc.upload.collect(1e9, numbers());
        whole.push(items.length === length && items.every((item, index) => item === index) && end === "done");
      }
      return whole;
    },
    expected: Array(6).fill(true),
  },
  {
    name: "a ReadableStream streams to the handler, and bytes arrive as bytes",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const stream = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array([1, 2]));
          controller.enqueue(new Map([["a", new Date(5)]]));
          controller.close();
        },
      });
      const { items, end } = await rpc.upload.collect(1e9, stream);
      const tags = items.map((item) => Object.prototype.toString.call(item));
      return [[...(items[0] as Uint8Array)], tags, end];
    },
    expected: [[1, 2], ["[object Uint8Array]", "[object Map]"], "done"],
  },
  {
    name: "the source is read as the handler reads, and no further than a window ahead",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      let made = 0;
      let finished = false;
      async function* endless() {
        try {
          for (;;) yield made++;
        } finally {
          finished = true;
        }
      }
      const { items, end } = await rpc.upload.collect(100, endless());
      while (!finished) await new Promise((resolve) => setTimeout(resolve, 1));
      return [items.length, end, made <= 100 + 128];
    },
    expected: [100, "enough", true],
  },
  {
    name: "a source that no handler reads is never begun, and let go of",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      let asked = 0;
      let left = 0;
      const source = {
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: false as const, value: asked++ }),
          return: async () => {
            left++;
            return { done: true as const, value: undefined };
          },
        }),
      };
      const answer = await rpc.upload.neverReads(source);
      while (left === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      return [answer, asked, left];
    },
    expected: ["not read", 0, 1],
  },
  {
    name: "what the source throws the handler gets, after the items before it",
    run: async ({ createRPCClient, bridge, RpcError }) => {
      const rpc = createRPCClient({ bridge });
      async function* failing() {
        yield 1;
        yield 2;
        throw new RpcError("OUT_OF_PAPER", "no more", { data: { tray: 3 } });
      }
      return rpc.upload.collect(1e9, failing());
    },
    expected: { items: [1, 2], end: ["OUT_OF_PAPER", "no more", { tray: 3 }] },
  },
  {
    name: "an item that cannot travel ends the upload with its index, after the items before it",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      let finished = false;
      async function* odd() {
        try {
          yield 1;
          yield 2;
          yield { save: () => {} };
          yield 4;
        } finally {
          finished = true;
        }
      }
      const { items, end } = await rpc.upload.collect(1e9, odd());
      const [code, , data] = end as [string, string, unknown];
      return [items, code, data, finished];
    },
    expected: [[1, 2], "NOT_SERIALIZABLE", { path: "items[2].save: function", index: 2 }, true],
  },
  {
    name: "an abort ends the call and lets go of the source",
    run: async ({ createRPCClient, bridge, withOptions }) => {
      const controller = new AbortController();
      const rpc = withOptions(createRPCClient({ bridge }), { signal: controller.signal });
      let finished = false;
      async function* endless() {
        try {
          for (let n = 0; ; n++) {
            if (n === 10) controller.abort(new Error("enough"));
            yield n;
          }
        } finally {
          finished = true;
        }
      }
      const outcome = await rpc.upload.readsSlowly(endless()).catch((error: Error) => error.message);
      while (!finished) await new Promise((resolve) => setTimeout(resolve, 1));
      return outcome;
    },
    expected: "enough",
  },
  {
    name: "a stream may be made of an upload, and both ways flow at once",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      let finished = false;
      async function* endless() {
        try {
          for (let n = 0; ; n++) yield n;
        } finally {
          finished = true;
        }
      }
      const items: number[] = [];
      for await (const item of rpc.upload.doubled(endless())) if (items.push(item) === 300) break;
      while (!finished) await new Promise((resolve) => setTimeout(resolve, 1));
      return items.every((item, index) => item === index * 2);
    },
    expected: true,
  },
  {
    name: "what is no stream is refused where one is due, and a stream where data is",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge }) as unknown as {
        [domain in "probe" | "upload"]: Record<string, (...args: unknown[]) => Promise<unknown>>;
      };
      const code = (call: Promise<unknown> | undefined) => call?.catch((error: RpcError) => error.code);
      async function* numbers() {
        yield 1;
      }
      return [
        await code(rpc.upload.collect?.(1, [1, 2])),
        await code(rpc.upload.collect?.(1)),
        await code(rpc.probe.add?.(1, numbers())),
      ];
    },
    expected: ["INVALID_PARAMS", "INVALID_PARAMS", "INVALID_PARAMS"],
  },
];
