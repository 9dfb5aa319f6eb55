import { join } from "node:path";
import { ContainerModule } from "inversify";
import packageJson from "../../package.json" with { type: "json" };
import { Clock } from "../../services/host/clock.js";
import { HostPaths } from "../../services/host/host-paths.js";
import { HostVersions } from "../../services/host/host-versions.js";
import { NetworkPolicy } from "../../services/node/network-policy.js";
import { NetworkSettings } from "../../services/node/network-settings.js";
import { Workspace } from "../../services/node/workspace.js";

export interface Host {
  /** Absolute path of the folder for the user's data. */
  dataDir: string;
  /** Whether this is an installed application. Default: false. */
  packaged?: boolean;
}

/** What the services need of where they run, be it Electron or Node: Electron adds its versions to Node's. */
export function hostModule({ dataDir, packaged = false }: Host): ContainerModule {
  const { node, electron, chrome } = process.versions;
  return new ContainerModule(({ bind }) => {
    bind(Clock).toConstantValue({ now: () => Date.now() });
    bind(HostPaths).toConstantValue({ dataDir });
    bind(Workspace).toConstantValue({ directory: join(dataDir, "workspace") });
    bind(NetworkPolicy).to(NetworkSettings).inSingletonScope();
    bind(HostVersions).toConstantValue({ app: packageJson.version, node, electron, chrome, packaged });
  });
}
