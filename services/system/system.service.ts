import os from "node:os";
import { inject } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { Clock } from "../host/clock.js";
import { HostVersions } from "../host/host-versions.js";
import { Notices } from "./notices.js";
import type { HealthStatus, RuntimeVersions, SystemApi, SystemInfo } from "./system.api.js";

@RpcDomain("system")
export class SystemService implements SystemApi {
  constructor(
    @inject(Clock) private readonly clock: Clock,
    @inject(HostVersions) private readonly versions: HostVersions,
    @inject(Notices) private readonly source: Notices,
  ) {}

  @RpcMethod()
  async health(): Promise<HealthStatus> {
    const { rss, heapUsed, heapTotal } = process.memoryUsage();
    const notices = this.source.notices();
    return {
      status: "ok",
      uptimeMs: Math.round(process.uptime() * 1000),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed, heapTotalBytes: heapTotal },
      ...(notices.length > 0 && { notices }),
      timestamp: this.clock.now(),
    };
  }

  @RpcMethod()
  async getInfo(): Promise<SystemInfo> {
    return {
      name: "Atomiton",
      version: this.versions.app,
      mode: this.versions.electron === undefined ? "web" : "electron",
      packaged: this.versions.packaged,
      platform: process.platform,
      arch: process.arch,
      cpus: os.cpus().length,
      totalMemoryBytes: os.totalmem(),
      versions: this.#runtimeVersions(),
    };
  }

  #runtimeVersions(): RuntimeVersions {
    const { node, electron, chrome } = this.versions;
    return {
      node,
      v8: process.versions.v8,
      ...(electron !== undefined && { electron }),
      ...(chrome !== undefined && { chrome }),
    };
  }
}
