import { ContainerModule } from "inversify";
import { rpcDomain } from "../../decorators/index.js";
import { SystemService } from "./system.service.js";

/** Needs the host's `Clock` and `HostVersions`, and `Notices`. */
export const systemModule = new ContainerModule(rpcDomain(SystemService));
