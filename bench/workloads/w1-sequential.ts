import { order, orderTakers } from "../small-call.js";
import { defineWorkload } from "../workload.js";

const CALLS = 500;

export const workload = defineWorkload({
  id: "W1",
  title: "one small call after another",
  unit: "us",
  contestants: orderTakers,
  repeats: CALLS,
  async run(call) {
    for (let made = 0; made < CALLS; made++) await call(order);
  },
});
