import fc from "fast-check";
import { sized } from "../support/sized.js";
import { close } from "./interleavings-check.js";
import { Model } from "./interleavings-model.js";
import { inMemoryElectron, inProcess, type Place, webSocket } from "./interleavings-places.js";
import { Real } from "./interleavings-real.js";
import { connect, steps } from "./interleavings-steps.js";
import { seedOfRun } from "./random.js";

/** Of all three together. */
const RUNS = sized({ small: 150, ci: 2_000, full: 10_000 }, "ATOMITON_TEST_INTERLEAVINGS");

describe("random interleavings of calls, aborts, streams, events, lost sessions and closes are as a plain model says", () => {
  const shares: [string, () => Promise<Place>, number][] = [
    ["in process", inProcess, 0.45],
    ["Electron, in memory", inMemoryElectron, 0.45],
    ["WebSocket", webSocket, 0.1],
  ];

  test.each(shares)(
    "%s",
    async (name, open, share) => {
      const seed = seedOfRun();
      const numRuns = Math.ceil(RUNS * share);
      console.log(`${name}: ${numRuns} runs, seed ${seed}`);
      await fc.assert(
        fc.asyncProperty(steps, async (commands) => {
          const real = new Real(await open());
          const model = new Model();
          try {
            await connect.run(model, real);
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await close(model, real);
          } finally {
            await real.place.close();
          }
        }),
        { numRuns, seed, endOnFailure: true },
      );
    },
    600_000,
  );
});
