import { join } from "node:path";
import { withOptions } from "../../src/renderer/index.js";
import { runTypeScript } from "../support/run-typescript.js";
import { sized } from "../support/sized.js";
import { heldBytes, megabytes } from "./heap.js";
import { places } from "./life-places.js";
import type { SlowReadings } from "./slow-readers.js";
import { turns } from "./turns.js";

const MAX_GROWTH = 8 * 1024 * 1024;
/** What a reader may have waiting by default. */
const WINDOW = 256;

test("a reader 100 times slower than its producer gets every item, in flat memory", async () => {
  const printed = await runTypeScript(join(import.meta.dirname, "slow-readers.ts"));
  const { pace, items, readings, before, peak, mostHeld }: SlowReadings = JSON.parse(printed);
  console.info(
    [
      `producer alone: ${pace.toFixed(3)} µs an item`,
      ...readings.map(
        ({ name, ahead, timesSlower }) =>
          `${name}: ${timesSlower.toFixed(0)} times slower, producer at most ${ahead} items ahead`,
      ),
      `heap before ${megabytes(before)}, peak ${megabytes(peak)}, most held at once ${megabytes(mostHeld)}`,
    ].join("\n"),
  );
  expect(readings.map(({ name, read, wrong }) => [name, read, wrong])).toEqual(
    places.map(([name]) => [name, items, 0]),
  );
  for (const { ahead, timesSlower } of readings) {
    expect(ahead).toBeLessThanOrEqual(WINDOW);
    expect(timesSlower).toBeGreaterThanOrEqual(99);
  }
  expect(mostHeld - before).toBeLessThan(MAX_GROWTH);
}, 600_000);

test("a reader that never catches up keeps nothing of what it has read", async () => {
  const ITEMS = sized({ small: 20_000, ci: 100_000, full: 500_000 });
  const [[, open]] = places as [(typeof places)[0]];
  const place = await open();
  const { rpc } = await place.connect();
  let held = 0;
  for await (const n of rpc.life.count(ITEMS)) {
    // Fewer than half a window, and time for more to come: some always wait.
    if (n % 64 === 0) await turns(6);
    if (n === 1_000) held = await heldBytes();
    if (n === ITEMS - 1_000) held = (await heldBytes()) - held;
  }
  expect(held).toBeLessThan(1024 * 1024);
  await place.close();
}, 60_000);

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
