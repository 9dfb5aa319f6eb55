import { Container } from "inversify";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { atomitonModules } from "../../services/atomiton.module.js";
import { Clock } from "../../services/host/clock.js";
import { HostPaths } from "../../services/host/host-paths.js";
import { HostVersions } from "../../services/host/host-versions.js";
import { NodeService } from "../../services/node/node.service.js";
import { StorageService } from "../../services/storage/storage.service.js";
import { SystemService } from "../../services/system/system.service.js";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { tempDir } from "./support/temp-dir.js";

it("gives every domain of the API, with the host's powers", async () => {
  const container = new Container();
  container.load(...atomitonModules);
  container.bind(Clock).toConstantValue({ now: () => 0 });
  container.bind(HostPaths).toConstantValue({ dataDir: tempDir() });
  container.bind(HostVersions).toConstantValue({ app: "1.0.0", node: "20.19.0", packaged: false });
  const api: AtomitonAPI = {
    node: container.get(NodeService),
    storage: container.get(StorageService),
    system: container.get(SystemService),
    workflow: container.get(WorkflowService),
  };

  expect(await api.system.health()).toMatchObject({ status: "ok", timestamp: 0 });
  expect(await api.node.execute({ nodeId: "test-node", inputs: { value: 42 } })).toMatchObject({
    success: true,
    outputs: { value: 42 },
  });
  await api.storage.set("answer", 42);
  expect(await api.storage.get("answer")).toBe(42);
  const { id } = await api.workflow.create({
    name: "One",
    nodes: [{ id: "a", type: "test-node" }],
    edges: [],
  });
  const events = [];
  for await (const event of api.workflow.run(id, { value: 42 })) events.push(event);
  expect(events.at(-1)).toMatchObject({ type: "finished", outputs: { a: { value: 42 } } });
  await container.unbindAllAsync();
});
