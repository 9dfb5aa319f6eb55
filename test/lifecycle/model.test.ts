import fc from "fast-check";
import { Model, PENDING } from "./model.js";
import { commands } from "./model-commands.js";
import { modelPlaces } from "./model-places.js";
import { Real } from "./model-real.js";
import { seedOfRun } from "./random.js";
import { until } from "./turns.js";

/** Of all places together. */
const RUNS = Number(process.env.MODEL_RUNS ?? 5_000);
const seed = seedOfRun();

test.each(modelPlaces)(
  "whatever happens, and whenever, is as a plain model says: %s",
  async (name, open) => {
    const started = performance.now();
    const numRuns = Math.ceil(RUNS / modelPlaces.length);
    const run = async (steps: Iterable<fc.AsyncCommand<Model, Real>>) => {
      const place = await open();
      const [model, real] = [new Model(), new Real(place)];
      await fc.asyncModelRun(() => ({ model, real }), steps);
      await real.quiet(model);
      const owed = real.owed(model);
      await place.server.close();
      await until(
        () => owed.every(({ outcome }) => outcome !== PENDING),
        "all settles when the server closes",
      );
      const { held, flowing } = place.service;
      expect([place.server.sessions.size, held.size, flowing.size]).toEqual([0, 0, 0]);
      await place.close();
    };
    await fc.assert(fc.asyncProperty(commands, run), { seed, numRuns });
    console.info(
      `${name}: ${numRuns} runs in ${((performance.now() - started) / 1_000).toFixed(1)} s, seed ${seed}`,
    );
  },
  600_000,
);
