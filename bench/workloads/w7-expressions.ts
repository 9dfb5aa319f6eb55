import { inWorkflow, oneByOne } from "../expressions.js";
import type { Runner } from "../workflows.js";
import { defineWorkload } from "../workload.js";

const TIMES = 1_000;
const SUM = "(a + b) % 1000003";

/** The same, with a variable: what only reads is evaluated in this process, this is not. */
const ELSEWHERE = `($c := a; ($c + b) % 1000003)`;

export const workload = defineWorkload<Runner>({
  id: "W7",
  title: "a small JSONata expression: alone, and as each of a workflow's 1,000 nodes",
  unit: "us",
  contestants: [
    { name: "raw", validates: false, open: () => oneByOne("library", SUM, TIMES) },
    { name: "node, in this process", validates: true, open: () => oneByOne("node", SUM, TIMES) },
    { name: "node, in the sandbox", validates: true, open: () => oneByOne("node", ELSEWHERE, TIMES) },
    { name: "workflow, raw", validates: false, open: () => inWorkflow("library", SUM, TIMES) },
    { name: "workflow, in this process", validates: true, open: () => inWorkflow("node", SUM, TIMES) },
    { name: "workflow, in the sandbox", validates: true, open: () => inWorkflow("node", ELSEWHERE, TIMES) },
  ],
  repeats: TIMES,
  watchesLoop: true,
  async run(evaluateAll) {
    const value = await evaluateAll();
    if (typeof value !== "number") throw new Error(`It gave ${value}, not a number`);
  },
});
