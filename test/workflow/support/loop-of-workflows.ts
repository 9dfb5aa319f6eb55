// Runs in a process of its own, where Node's warnings can be heard: a loop whose items are workflows, many at a
// time, with its data in the given directory. Prints a LoopReport.
import { setImmediate as nextTurn } from "node:timers/promises";
import { WorkflowService } from "../../../services/workflow/workflow.service.js";
import { createContainer } from "../../../src/main/index.js";
import { atomitonIn } from "./atomiton.js";
import { draft, eventsOf, ofType } from "./workflows.js";

export interface LoopReport {
  status: string | undefined;
  outputs: unknown;
  warnings: string[];
}

const [, , dataDir = "", items = "0", concurrency = "1"] = process.argv;
const warnings: string[] = [];
process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));

const double = {
  ...draft({ twice: { type: "transform", parameters: { expression: "x * 2" } } }),
  outputs: [{ name: "doubled", from: { node: "twice", port: "value" } }],
};
const parameters = { workflow: double, itemInput: "x", concurrency: Number(concurrency) };
const container = createContainer();
container.load(...atomitonIn(dataDir));
const workflows = await container.getAsync(WorkflowService);
const inputs = { items: Array.from({ length: Number(items) }, (_, n) => n) };
const events = await eventsOf(workflows.run(draft({ loop: { type: "loop", parameters } }), inputs));
const [end] = ofType(events, "finished");
await container.unbindAllAsync();
await nextTurn();

const report: LoopReport = { status: end?.status, outputs: end?.outputs, warnings };
console.log(JSON.stringify(report));
