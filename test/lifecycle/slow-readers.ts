// Runs in a process of its own, for an even pace: a reader at each place takes every item of a long stream, a
// hundred times slower than the producer alone would make them. Prints a SlowReadings.
import { sized } from "../support/sized.js";
import { heldBytes } from "./heap.js";
import { type LifePlace, places } from "./life-places.js";

export interface SlowReadings {
  /** Microseconds the producer takes for an item when nothing holds it. */
  pace: number;
  items: number;
  readings: Reading[];
  /** Bytes of the heap: held before, the most in use, the most held at once. */
  before: number;
  peak: number;
  mostHeld: number;
}

interface Reading {
  name: string;
  read: number;
  /** Items that were not the next one. */
  wrong: number;
  /** Most items the producer was ahead of the reader. */
  ahead: number;
  /** How many times slower than the producer alone. */
  timesSlower: number;
}

const ITEMS = sized({ small: 20_000, ci: 200_000, full: 1_000_000 }, "ATOMITON_TEST_ITEMS");
const TIMES_SLOWER = 100;
/** Items between two pauses of the reader. */
const GULP = 500;
const SAMPLES = 20;

/** Milliseconds an item, in the best of several runs. */
async function producerPace({ service }: LifePlace): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 10; run++) {
    const started = performance.now();
    for await (const _ of service.count(ITEMS / 10));
    best = Math.min(best, (performance.now() - started) / (ITEMS / 10));
  }
  return best;
}

async function readSlowly(place: LifePlace, pace: number, onProgress: () => void): Promise<Reading> {
  const { rpc } = await place.connect();
  const started = performance.now();
  let [read, wrong, ahead] = [0, 0, 0];
  for await (const n of rpc.life.count(ITEMS)) {
    if (n !== read) wrong++;
    ahead = Math.max(ahead, place.service.produced - read);
    if (++read % GULP === 0) {
      const due = started + read * pace * TIMES_SLOWER;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      onProgress();
    }
  }
  return { name: place.name, read, wrong, ahead, timesSlower: (performance.now() - started) / ITEMS / pace };
}

const open = await Promise.all(places.map(([, place]) => place()));
const pace = await producerPace(open[0] as LifePlace);
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
const readings = await Promise.all(open.map((place) => readSlowly(place, pace, onProgress)));
// A timer or a socket that stays would keep this process from ending.
await Promise.all(open.map((place) => place.close()));

const all: SlowReadings = { pace: pace * 1_000, items: ITEMS, readings, before, peak, mostHeld };
console.log(JSON.stringify(all));
