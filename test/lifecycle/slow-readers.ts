// Runs in a process of its own, whose heap nothing else shares: a reader at each place takes every item of a long
// stream, so slowly that some always wait for it. Prints a SlowReadings.
import { sized } from "../support/sized.js";
import { heldBytes } from "./heap.js";
import { type LifePlace, places } from "./life-places.js";
import { turns } from "./turns.js";

export interface SlowReadings {
  items: number;
  readings: Reading[];
}

interface Reading {
  name: string;
  read: number;
  /** Items that were not the next one. */
  wrong: number;
  /** How often items waited for the reader when it came back from a pause. */
  waits: number;
  /** Most items the producer was ahead of the reader. */
  ahead: number;
  /** Bytes of the heap that were held when the stream had begun, and shortly before its end. */
  atStart: number;
  atEnd: number;
}

const ITEMS = sized({ small: 5_000, ci: 200_000, full: 1_000_000 }, "ATOMITON_TEST_ITEMS");
/** Items between two pauses of the reader: fewer than half a window, so that it never catches up. */
const GULP = 64;
/** Turns of the loop in a pause: time for more to come. */
const PAUSE = 6;

async function readSlowly(place: LifePlace): Promise<Reading> {
  const { rpc } = await place.connect();
  const reading: Reading = { name: place.name, read: 0, wrong: 0, waits: 0, ahead: 0, atStart: 0, atEnd: 0 };
  for await (const n of rpc.life.count(ITEMS)) {
    if (n !== reading.read) reading.wrong++;
    reading.read++;
    if (reading.read % GULP === 0) await turns(PAUSE);
    const ahead = place.service.produced - reading.read;
    reading.ahead = Math.max(reading.ahead, ahead);
    if (reading.read % GULP === 0 && ahead > 0) reading.waits++;
    if (reading.read === 1_000) reading.atStart = await heldBytes();
    if (reading.read === ITEMS - 1_000) reading.atEnd = await heldBytes();
  }
  return reading;
}

const readings: Reading[] = [];
for (const [, open] of places) {
  const place = await open();
  readings.push(await readSlowly(place));
  // A timer or a socket that stays would keep this process from ending.
  await place.close();
}
const all: SlowReadings = { items: ITEMS, readings };
console.log(JSON.stringify(all));
