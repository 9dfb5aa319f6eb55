import { MessageChannel } from "node:worker_threads";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { openOurs } from "../ours.js";
import { type Connection, defineWorkload } from "../workload.js";

const ITEMS = 10_000;

const item = (index: number) => ({ index, name: "item" });

@RpcDomain("bench")
class StreamService {
  @RpcMethod()
  async *items(): AsyncGenerator<unknown> {
    for (let index = 0; index < ITEMS; index++) yield item(index);
  }
}

/** Reads the stream and gives the number of its items. */
type Reader = () => Promise<number>;

/** One message an item, by hand, and one for the end; nothing holds the producer. */
async function openRaw(): Promise<Connection<Reader>> {
  const { port1: near, port2: far } = new MessageChannel();
  far.on("message", () => {
    for (let index = 0; index < ITEMS; index++) far.postMessage(item(index));
    far.postMessage(undefined);
  });
  let read = 0;
  let resolve: (read: number) => void;
  near.on("message", (value) => {
    if (value === undefined) resolve(read);
    else read++;
  });
  return {
    client: () =>
      new Promise((done) => {
        read = 0;
        resolve = done;
        near.postMessage("start");
      }),
    async close() {
      near.close();
    },
  };
}

async function open(): Promise<Connection<Reader>> {
  const { client, close } = await openOurs<{ bench: StreamService }>(StreamService);
  return {
    async client() {
      let read = 0;
      for await (const _ of client.bench.items()) read++;
      return read;
    },
    close,
  };
}

export const workload = defineWorkload<Reader>({
  id: "W4",
  title: "a stream of 10,000 small items, no slow reader",
  unit: "ms",
  contestants: [
    { name: "raw", validates: false, open: openRaw },
    { name: "ours, stream", validates: false, open },
  ],
  repeats: 1,
  async run(read) {
    const count = await read();
    if (count !== ITEMS) throw new Error(`${count} items came, not ${ITEMS}`);
  },
});
