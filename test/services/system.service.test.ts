import { Container } from "inversify";
import { Clock } from "../../services/host/clock.js";
import { HostVersions } from "../../services/host/host-versions.js";
import { Notices } from "../../services/system/notices.js";
import { systemModule } from "../../services/system/system.module.js";
import { SystemService } from "../../services/system/system.service.js";

function systemOn(versions: Partial<HostVersions>, notices: string[] = []) {
  const container = new Container();
  container.load(systemModule);
  container.bind(Clock).toConstantValue({ now: () => 1_700_000_000_000 });
  container
    .bind(HostVersions)
    .toConstantValue({ app: "1.2.3", node: "20.19.0", packaged: false, ...versions });
  container.bind(Notices).toConstantValue({ notices: () => notices });
  return container.get(SystemService);
}

it("is healthy, and says how long and with how much memory", async () => {
  const { status, uptimeMs, memory, timestamp } = await systemOn({}).health();

  expect(status).toBe("ok");
  expect(timestamp).toBe(1_700_000_000_000);
  expect(uptimeMs).toBeGreaterThan(0);
  expect(memory.heapUsedBytes).toBeGreaterThan(0);
  expect(memory.heapTotalBytes).toBeGreaterThan(0);
  expect(memory.rssBytes).toBeGreaterThan(memory.heapUsedBytes);
});

it("has notices only when there are any", async () => {
  expect(await systemOn({}).health()).not.toHaveProperty("notices");
  expect(await systemOn({}, ["The disk is full."]).health()).toMatchObject({
    notices: ["The disk is full."],
  });
});

it("tells a web server's versions", async () => {
  expect(await systemOn({}).getInfo()).toEqual({
    name: "Atomiton",
    version: "1.2.3",
    mode: "web",
    packaged: false,
    platform: process.platform,
    arch: process.arch,
    cpus: expect.any(Number),
    totalMemoryBytes: expect.any(Number),
    versions: { node: "20.19.0", v8: process.versions.v8 },
  });
});

it("tells Electron's versions", async () => {
  const info = await systemOn({ electron: "45.0.0", chrome: "150.0.0.0", packaged: true }).getInfo();

  expect(info).toMatchObject({ mode: "electron", packaged: true });
  expect(info.versions).toMatchObject({ electron: "45.0.0", chrome: "150.0.0.0" });
});
