import { join } from "node:path";
import { withOptions } from "../../src/renderer/index.js";
import { runTypeScript } from "../support/run-typescript.js";
import { sized } from "../support/sized.js";
import { megabytes } from "./heap.js";
import { places } from "./life-places.js";
import type { SlowReadings } from "./slow-readers.js";

const MAX_GROWTH = 1024 * 1024;
/** What a reader may have waiting by default. */
const WINDOW = 256;

test("a reader that never catches up gets every item, and keeps nothing of what it has read", async () => {
  const printed = await runTypeScript(join(import.meta.dirname, "slow-readers.ts"));
  const { items, readings }: SlowReadings = JSON.parse(printed);
  for (const { name, ahead, waits, atStart, atEnd } of readings) {
    const heap = `heap ${megabytes(atStart)} at the start, ${megabytes(atEnd)} at the end`;
    console.info(`${name}: producer at most ${ahead} items ahead, ${waits} waits, ${heap}`);
  }
  expect(readings.map(({ name, read, wrong }) => [name, read, wrong])).toEqual(
    places.map(([name]) => [name, items, 0]),
  );
  for (const { ahead, waits, atStart, atEnd } of readings) {
    expect(ahead).toBeLessThanOrEqual(WINDOW);
    expect(waits).toBeGreaterThan(items / 64 / 2);
    expect(atEnd - atStart).toBeLessThan(MAX_GROWTH);
  }
}, 600_000);

describe.each(places)("a stream %s", (_name, open) => {
  const MOST = sized({ small: 5_000, ci: 150_000, full: 150_000 });

  test.each([1, 2, 255, 200_000])(
    "with a window of %p loses none, and waits for no credit that never comes",
    async (streamWindow) => {
      const place = await open();
      const { rpc } = await place.connect();
      const count = Math.min(streamWindow * 300, MOST);
      let read = 0;
      for await (const n of withOptions(rpc, { streamWindow }).life.count(count)) {
        if (n === read) read++;
      }
      expect(read).toBe(count);
      await place.close();
    },
  );
});
