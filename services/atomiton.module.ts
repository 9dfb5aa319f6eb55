import { ContainerModule } from "inversify";
import { AppDatabase } from "./database/app-database.js";
import { databaseModule } from "./database/database.module.js";
import { WorkspaceFiles } from "./node/files/workspace-files.js";
import { nodeModule } from "./node/node.module.js";
import { NodeRegistry } from "./node/node-registry.js";
import { Settings } from "./node/settings.js";
import { SubflowRunner } from "./node/subflow-runner.js";
import { KeyValueStore } from "./storage/key-value-store.js";
import { storageModule } from "./storage/storage.module.js";
import { Notices } from "./system/notices.js";
import { systemModule } from "./system/system.module.js";
import { NodeTypes } from "./workflow/node-types.js";
import { SampleFiles } from "./workflow/sample-files.js";
import { Subflows } from "./workflow/subflows.js";
import { workflowModule } from "./workflow/workflow.module.js";

/** What one part needs and another has: workflows run nodes, a node may run a workflow, settings are stored. */
const crossings = new ContainerModule(({ bind }) => {
  bind(NodeTypes).toService(NodeRegistry);
  bind(SampleFiles).toService(WorkspaceFiles);
  bind(SubflowRunner).toService(Subflows);
  bind(Settings).toService(KeyValueStore);
  bind(Notices).toService(AppDatabase);
});

/**
 * Atomiton's services. The host adds `Clock`, `HostPaths` and `HostVersions`, and a `Workspace` for nodes
 * that use files. Nodes reach private networks where it binds a `NetworkPolicy` that allows it, such as
 * `NetworkSettings`, which asks the user's settings.
 *
 * @example container.load(...atomitonModules);
 */
export const atomitonModules: readonly ContainerModule[] = [
  databaseModule,
  nodeModule,
  storageModule,
  systemModule,
  workflowModule,
  crossings,
];
