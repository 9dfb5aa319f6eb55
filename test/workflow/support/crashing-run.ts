import "reflect-metadata";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { Container } from "inversify";
import { databaseModule } from "../../../services/database/database.module.js";
import { Clock } from "../../../services/host/clock.js";
import { HostPaths } from "../../../services/host/host-paths.js";
import { NodeTypes } from "../../../services/workflow/node-types.js";
import { SampleFiles } from "../../../services/workflow/sample-files.js";
import { workflowModule } from "../../../services/workflow/workflow.module.js";
import { WorkflowService } from "../../../services/workflow/workflow.service.js";
import { writeLine } from "../../support/write-line.js";
import { LAYERED, layeredValue } from "./layered-workflow.js";

// Runs in a process of its own until it is killed: it goes on with the run that was interrupted, else with a
// new one. Each event it is told goes to its output, and each node that runs into a file.
const [dataDir = ""] = process.argv.slice(-1);
const PORTS = [{ name: "*", type: "any" }];

const container = new Container();
container.load(databaseModule, workflowModule);
container.bind(HostPaths).toConstantValue({ dataDir });
container.bind(Clock).toConstantValue({ now: () => Date.now() });
container.bind(SampleFiles).toConstantValue({ write: async () => {} });
container.bind(NodeTypes).toConstantValue({
  get: () => ({ inputs: PORTS, outputs: PORTS }),
  checkParameters: async () => [],
  run: async (_type, { inputs, parameters }) => {
    const n = parameters.n as number;
    appendFileSync(path.join(dataDir, "ran.txt"), `n${n}\n`);
    if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, n % 4));
    return { value: layeredValue(n, inputs as Record<string, number>) };
  },
});

const workflows = container.get(WorkflowService);
const [latest] = (await workflows.listRuns({ pageSize: 1 })).items;
const run =
  latest?.status === "interrupted" ? workflows.resume(latest.id) : workflows.run(LAYERED, { seed: 5 });
for await (const event of run) writeLine(JSON.stringify(event));
