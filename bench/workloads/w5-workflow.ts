import { byHand, layered, type Runner, recorded, unrecorded } from "../workflows.js";
import { defineWorkload } from "../workload.js";

const NODES = 1_000;
const draft = layered(NODES);
const expected = await (await byHand(draft)).client();

export const workload = defineWorkload<Runner>({
  id: "W5",
  title: "a workflow of 1,000 nodes that do next to nothing, per node",
  unit: "us",
  contestants: [
    { name: "raw", validates: false, open: () => byHand(draft) },
    { name: "engine, nothing kept", validates: true, open: () => unrecorded(draft) },
    { name: "engine, each step in SQLite", validates: true, open: () => recorded(draft) },
  ],
  repeats: NODES,
  watchesLoop: true,
  async run(runWorkflow) {
    const value = await runWorkflow();
    if (value !== expected) throw new Error(`The workflow gave ${value}, not ${expected}`);
  },
});
