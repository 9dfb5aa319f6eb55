import { ContainerModule, type Newable } from "inversify";
import { rpcDomain } from "../../decorators/index.js";
import { WorkflowStore } from "./definition/workflow-store.js";
import { RunStore } from "./runs/run-store.js";
import { WorkflowRuns } from "./runs/workflow-runs.js";
import { SampleShelf } from "./samples/sample-shelf.js";
import { Subflows } from "./subflows.js";
import { WorkflowService } from "./workflow.service.js";

const PARTS: readonly Newable[] = [WorkflowStore, RunStore, WorkflowRuns, SampleShelf, Subflows];

/** Needs the `databaseModule`, the host's `Clock`, `NodeTypes` and `SampleFiles`. */
export const workflowModule = new ContainerModule((options) => {
  rpcDomain(WorkflowService)(options);
  for (const part of PARTS) options.bind(part).toSelf().inSingletonScope();
});
