import fc from "fast-check";
import { eventually, Model, Real } from "./interleavings-model.js";
import { inMemoryElectron, inProcess, type Place, webSocket } from "./interleavings-places.js";
import { steps } from "./interleavings-steps.js";

/** Of all three together; another number by the environment, e.g. to look for a rare failure. */
const RUNS = Number(process.env.ATOMITON_TEST_INTERLEAVINGS ?? 5_000);

describe("random interleavings of calls, cancels, streams, events and lost sessions are as a plain model says", () => {
  const shares: [string, () => Promise<Place>, number][] = [
    ["in process", inProcess, 0.45],
    ["Electron, in memory", inMemoryElectron, 0.45],
    ["WebSocket", webSocket, 0.1],
  ];

  test.each(shares)(
    "%s",
    async (name, open, share) => {
      const seed = Math.trunc(Math.random() * 2 ** 31);
      const numRuns = Math.ceil(RUNS * share);
      console.log(`${name}: ${numRuns} runs, seed ${seed}`);
      await fc.assert(
        fc.asyncProperty(steps, async (commands) => {
          const real = new Real(await open());
          const { place } = real;
          try {
            await fc.asyncModelRun(() => ({ model: new Model(), real }), commands);
          } finally {
            await place.close();
          }
          // Whatever was left is settled by the close; nothing of it stays.
          if (place.settlesLost) {
            await eventually(() => real.promises.filter(({ outcome }) => outcome === undefined), []);
          }
          await eventually(
            () => [place.server.sessions.size, place.service.held.size, place.service.flowing.size],
            [0, 0, 0],
          );
          expect(place.service.onTick.listenerCount).toBe(0);
        }),
        { numRuns, seed, endOnFailure: true },
      );
    },
    600_000,
  );
});
