import { getEventListeners } from "node:events";
import { sized } from "../support/sized.js";
import { type LifeCaller, type LifePlace, places } from "./life-places.js";
import { quiet, turns } from "./turns.js";

/** What a caller begins; it settles when all that it began has. */
const beginnings: [string, (caller: LifeCaller, name: string, signal: AbortSignal) => Promise<unknown>][] = [
  ["a call", ({ rpc }, name, signal) => rpc.life.hold(name, signal)],
  ["a stream", ({ rpc }, name, signal) => drain(rpc.life.numbers(name, signal))],
  ["a stream that waits", ({ rpc }, name, signal) => drain(rpc.life.stalled(name, signal))],
  ["a Readable", ({ rpc }, name, signal) => drain(rpc.life.readable(name, signal))],
  [
    "a call behind a subscription",
    ({ rpc }, name, signal) => {
      const off = rpc.life.onTick(() => {});
      signal.addEventListener("abort", off, { once: true });
      return rpc.life.hold(name, signal);
    },
  ],
];

/** Of the microtasks of a turn, one in so many is tried. */
const STEP = sized({ small: 13, ci: 1, full: 1 });

/** The moments at which it is cut short: after so many turns of the event loop and so many microtasks. */
const MOMENTS = [0, 1, 2, 3, 4, 5].flatMap((turn) =>
  Array.from({ length: 50 }, (_, tick) => ({ turn, tick })).filter(({ tick }) => tick % STEP === turn % STEP),
);

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

async function moment({ turn, tick }: { turn: number; tick: number }): Promise<void> {
  await turns(turn);
  for (let n = 0; n < tick; n++) await null;
}

/** A server is made for each moment of closing, so only one in so many is tried. */
const CLOSE_STEP = STEP === 1 ? 7 : 2;

describe.each(places)("%s, whenever it happens:", (_name, open) => {
  let place: LifePlace;
  beforeEach(async () => {
    place = await open();
  });
  afterEach(() => place.close());

  const left = ({ service }: LifePlace) => ({
    held: service.held.size,
    flowing: service.flowing.size,
    listeners: service.onTick.listenerCount,
    readables: [...service.readables.values()].filter(({ destroyed }) => !destroyed).length,
  });
  const nothing = { held: 0, flowing: 0, listeners: 0, readables: 0 };

  test.each(beginnings)("an abort ends %s, at both sides", async (_what, begin) => {
    const caller = await place.connect();
    for (const at of MOMENTS) {
      const controller = new AbortController();
      let reason: unknown = "none yet";
      begin(caller, "one", controller.signal).catch((error: unknown) => (reason = error));
      await moment(at);
      controller.abort("enough");
      await quiet();
      const listened = getEventListeners(controller.signal, "abort").length;
      expect({ at, reason, listened, ...left(place) }).toEqual({
        at,
        reason: "enough",
        listened: 0,
        ...nothing,
      });
    }
  });

  test.each(beginnings)("the caller's leaving ends %s", async (_what, begin) => {
    for (const at of MOMENTS) {
      const caller = await place.connect();
      const { signal } = new AbortController();
      let settled = !place.tellsWhoLeft;
      begin(caller, "one", signal).catch(() => (settled = true));
      await moment(at);
      caller.leave();
      await quiet();
      const sessions = place.server.sessions().size;
      expect({ at, settled, sessions, ...left(place) }).toEqual({
        at,
        settled: true,
        sessions: 0,
        ...nothing,
      });
    }
  });

  test.each(beginnings.filter(([what]) => !what.includes("subscription")))(
    "the server's close ends %s",
    async (_what, begin) => {
      for (const at of MOMENTS.filter((_, at) => at % CLOSE_STEP === 0)) {
        const caller = await place.connect();
        const { signal } = new AbortController();
        let settled = false;
        begin(caller, "one", signal).catch(() => (settled = true));
        await moment(at);
        await place.server.close();
        await quiet();
        expect({ at, settled, ...left(place) }).toEqual({ at, settled: true, ...nothing });
        await place.close();
        place = await open();
      }
    },
  );
});
