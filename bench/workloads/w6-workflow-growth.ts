import { layered, type Runner, recorded } from "../workflows.js";
import { type Contestant, defineWorkload } from "../workload.js";

const NODES = 10_000;

/** Workflows of one size, as many as have 10,000 nodes together. */
const inWorkflowsOf = (size: number): Contestant<Runner> => ({
  name: `${NODES / size} of ${size}`,
  validates: true,
  async open() {
    const { client, close } = await recorded(layered(size));
    const runAll = async () => {
      for (let nodes = 0; nodes < NODES; nodes += size) await client();
    };
    return { client: runAll, close };
  },
});

export const workload = defineWorkload<Runner>({
  id: "W6",
  title: "10,000 nodes in workflows of 100, 1,000 and 10,000, per node: 1x is linear growth",
  unit: "us",
  contestants: [inWorkflowsOf(100), inWorkflowsOf(1_000), inWorkflowsOf(10_000)],
  reference: "100 of 100",
  repeats: NODES,
  watchesLoop: true,
  async run(runAll) {
    await runAll();
  },
});
