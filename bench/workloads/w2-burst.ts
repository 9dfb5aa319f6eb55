import { order, orderTakers } from "../small-call.js";
import { defineWorkload } from "../workload.js";

export const workload = defineWorkload({
  id: "W2",
  title: "1,000 small calls at once",
  unit: "ms",
  contestants: orderTakers,
  repeats: 1,
  async run(call) {
    await Promise.all(Array.from({ length: 1_000 }, () => call(order)));
  },
});
