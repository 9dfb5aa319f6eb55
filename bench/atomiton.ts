import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atomitonModules } from "../services/atomiton.module.js";
import { Clock } from "../services/host/clock.js";
import { HostPaths } from "../services/host/host-paths.js";
import { HostVersions } from "../services/host/host-versions.js";
import { createContainer, RPCRouter } from "../src/main/index.js";
import type { Connection } from "./workload.js";

/** Calls a method of Atomiton's. */
export type AtomitonCall = (method: string, ...params: unknown[]) => Promise<unknown>;

/** All of Atomiton's services behind a router, with their data in a folder of their own. */
export async function openAtomiton(): Promise<Connection<AtomitonCall>> {
  const dataDir = mkdtempSync(join(tmpdir(), "atomiton-bench-"));
  const container = createContainer();
  container.load(...atomitonModules);
  container.bind(HostPaths).toConstantValue({ dataDir });
  container.bind(Clock).toConstantValue({ now: () => Date.now() });
  container.bind(HostVersions).toConstantValue({ app: "0", node: process.version, packaged: false });
  const router = new RPCRouter({ container });
  return {
    client: (method, ...params) => router.route(method, params),
    close: async () => {
      await container.unbindAllAsync();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
