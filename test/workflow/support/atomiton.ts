import path from "node:path";
import { ContainerModule } from "inversify";
import { atomitonModules } from "../../../services/atomiton.module.js";
import { Clock } from "../../../services/host/clock.js";
import { HostPaths } from "../../../services/host/host-paths.js";
import { HostVersions } from "../../../services/host/host-versions.js";
import { Workspace } from "../../../services/node/workspace.js";

/** All of Atomiton's services, with a host whose data and workspace are in the given directory. */
export const atomitonIn = (dataDir: string): ContainerModule[] => [
  ...atomitonModules,
  new ContainerModule(({ bind }) => {
    bind(Clock).toConstantValue({ now: () => Date.now() });
    bind(HostPaths).toConstantValue({ dataDir });
    bind(HostVersions).toConstantValue({ app: "1.0.0", node: "20.19.0", packaged: false });
    bind(Workspace).toConstantValue({ directory: path.join(dataDir, "workspace") });
  }),
];
