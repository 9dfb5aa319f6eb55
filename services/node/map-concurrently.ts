import { setMaxListeners } from "node:events";
import { turnTaker } from "./turns.js";

/**
 * Maps items, at most `limit` at a time, and keeps their order. The first failure aborts the others; it
 * rejects when all that had begun have ended, so nothing is left running. Others get their turn between
 * items, however quick these are.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  { limit, signal }: { limit: number; signal: AbortSignal },
  map: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  // As many items as are at work listen to it.
  setMaxListeners(0, either);
  const turn = turnTaker(either);
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) {
      either.throwIfAborted();
      results[index] = await map(item, index, either);
      await turn();
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    work().catch((error) => failed.abort(error)),
  );
  await Promise.all(workers);
  either.throwIfAborted();
  return results;
}
