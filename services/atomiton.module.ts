import type { ContainerModule } from "inversify";
import { databaseModule } from "./database/database.module.js";
import { nodeModule } from "./node/node.module.js";
import { storageModule } from "./storage/storage.module.js";
import { systemModule } from "./system/system.module.js";

/**
 * Atomiton's services. The host adds `Clock`, `HostPaths` and `HostVersions`.
 *
 * @example container.load(...atomitonModules);
 */
export const atomitonModules: readonly ContainerModule[] = [
  databaseModule,
  nodeModule,
  storageModule,
  systemModule,
];
