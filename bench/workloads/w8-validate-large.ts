import { z } from "zod";
import { Drawing, drawingOf } from "../drawing.js";
import { type Validation, validationContestants } from "../validations.js";
import { defineWorkload } from "../workload.js";

const ITEMS = 10_000;

const position = z.strictObject({ x: z.int(), y: z.int() });
const schema = z.strictObject({ items: z.array(z.strictObject({ name: z.string(), position })) });

export const workload = defineWorkload<Validation>({
  id: "W8",
  title: "10,000 nested items validated, with no channel",
  unit: "ms",
  contestants: validationContestants({
    dto: Drawing,
    schema,
    good: drawingOf(ITEMS, (index) => `item ${index}`),
    bad: drawingOf(ITEMS, (index) => index),
    count: 1,
  }),
  reference: "ours",
  repeats: 1,
  watchesLoop: true,
  prepare: (validation) => validation.prepare(),
  run: (validation) => validation.run(),
});
