import { MessageChannel } from "node:worker_threads";
import type { Connection } from "./workload.js";

/** A call with one argument. */
export type Call = (payload: unknown) => Promise<unknown>;

interface Message {
  id: number;
  value: unknown;
}

/** The practical limit: a request and a response with an id, written by hand. */
export async function openRaw(handler: (payload: unknown) => unknown): Promise<Connection<Call>> {
  const { port1: near, port2: far } = new MessageChannel();
  const pending = new Map<number, (value: unknown) => void>();
  let calls = 0;

  far.on("message", async ({ id, value }: Message) => {
    far.postMessage({ id, value: await handler(value) });
  });
  near.on("message", ({ id, value }: Message) => {
    pending.get(id)?.(value);
    pending.delete(id);
  });

  return {
    client: (value) =>
      new Promise((resolve) => {
        const id = ++calls;
        pending.set(id, resolve);
        near.postMessage({ id, value });
      }),
    async close() {
      near.close();
    },
  };
}
