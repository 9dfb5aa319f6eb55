import { activeTimers, heldBytes, megabytes } from "./heap.js";
import { type LifePlace, places } from "./life-places.js";
import { turns, until } from "./turns.js";

const ITEMS = Number(process.env.STREAM_ITEMS ?? 1_000_000);
const TIMES_SLOWER = 100;
/** Items between two pauses of the reader. */
const GULP = 500;
const SAMPLES = 20;
const MAX_GROWTH = 8 * 1024 * 1024;
/** What a reader may have waiting by default. */
const WINDOW = 256;

/** Milliseconds the producer takes for an item when nothing holds it, in the best of several runs. */
async function producerPace({ service }: LifePlace): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 10; run++) {
    const started = performance.now();
    for await (const _ of service.count(ITEMS / 10));
    best = Math.min(best, (performance.now() - started) / (ITEMS / 10));
  }
  return best;
}

interface Reading {
  name: string;
  read: number;
  /** Items that were not the next one. */
  wrong: number;
  /** Most items the producer was ahead of the reader. */
  ahead: number;
  milliseconds: number;
}

/** Reads a stream to its end and takes `pace` milliseconds an item. */
async function readSlowly(place: LifePlace, pace: number, onProgress: () => void): Promise<Reading> {
  const started = performance.now();
  let [read, wrong, ahead] = [0, 0, 0];
  for await (const n of place.connect().rpc.life.count(ITEMS)) {
    if (n !== read) wrong++;
    ahead = Math.max(ahead, place.service.produced - read);
    if (++read % GULP === 0) {
      const due = started + read * pace;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      onProgress();
    }
  }
  return { name: place.name, read, wrong, ahead, milliseconds: performance.now() - started };
}

test(`a reader ${TIMES_SLOWER} times slower than its producer gets every one of ${ITEMS} items, in flat memory`, async () => {
  const open = await Promise.all(places.map(([, place]) => place()));
  const [first] = open as [LifePlace];
  const pace = await producerPace(first);
  const timers = activeTimers();
  const before = await heldBytes();
  let [done, peak, mostHeld] = [0, 0, before];

  const sample = async () => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
    mostHeld = Math.max(mostHeld, await heldBytes());
  };
  const onProgress = () => {
    done += GULP;
    if (done % (ITEMS / SAMPLES) === 0) void sample();
  };
  const readings = await Promise.all(open.map((place) => readSlowly(place, pace * TIMES_SLOWER, onProgress)));

  console.info(
    [
      `producer alone: ${(pace * 1_000).toFixed(3)} µs an item`,
      ...readings.map(({ name, ahead, milliseconds }) => {
        const times = milliseconds / ITEMS / pace;
        return `${name}: ${(milliseconds / 1_000).toFixed(1)} s, ${times.toFixed(0)} times slower, producer at most ${ahead} items ahead`;
      }),
      `heap before ${megabytes(before)}, peak ${megabytes(peak)}, most held at once ${megabytes(mostHeld)}`,
    ].join("\n"),
  );
  for (const { read, wrong, ahead } of readings) {
    expect([read, wrong]).toEqual([ITEMS, 0]);
    expect(ahead).toBeLessThanOrEqual(WINDOW);
  }
  expect(mostHeld - before).toBeLessThan(MAX_GROWTH);
  await Promise.all(open.map((place) => place.close()));
  await until(() => activeTimers() <= timers);
}, 600_000);

test("a reader that never catches up keeps nothing of what it has read", async () => {
  const [[, open]] = places as [(typeof places)[0]];
  const place = await open();
  let held = 0;
  for await (const n of place.connect().rpc.life.count(ITEMS / 2)) {
    // Fewer than half a window, and time for more to come: some always wait.
    if (n % 64 === 0) await turns(6);
    if (n === 1_000) held = await heldBytes();
    if (n === ITEMS / 2 - 1_000) held = (await heldBytes()) - held;
  }
  expect(held).toBeLessThan(1024 * 1024);
  await place.close();
}, 60_000);
