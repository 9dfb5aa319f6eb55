import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NetworkSettings } from "../../services/node/network-settings.js";
import { NodeService } from "../../services/node/node.service.js";
import { StorageService } from "../../services/storage/storage.service.js";
import { createAppContainer } from "../../src/app/container.js";
import { tempDir } from "./support/temp-dir.js";

const server = createServer((_, response) => response.end("private"));

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));

afterAll(() => server.close());

it("opens private networks to the app's nodes while the user's settings say so", async () => {
  const container = createAppContainer({ dataDir: tempDir() });
  const storage = container.get(StorageService);
  const ask = async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const node = { nodeId: "ask", type: "http-request", parameters: { url } };
    const { outputs, error } = await container.get(NodeService).execute(node);
    return error?.code ?? outputs.body;
  };

  expect(await ask()).toBe("FORBIDDEN");
  await storage.set("settings.network", { allowPrivate: true });
  expect(await ask()).toBe("private");
  await storage.set("settings.network", { allowPrivate: 1 });
  expect(await ask()).toBe("FORBIDDEN");
  await storage.set("settings.network", { allowPrivate: true });
  await storage.delete("settings.network");
  expect(await ask()).toBe("FORBIDDEN");
  await container.unbindAllAsync();
});

it.each([
  undefined,
  null,
  true,
  "true",
  [true],
  {},
  { allowPrivate: "true" },
  new Map([["allowPrivate", true]]),
  Object.create({ allowPrivate: true }),
])("allows nothing by the setting %p", (set) => {
  expect(new NetworkSettings({ get: () => set }).allowPrivate).toBe(false);
});

it("allows nothing when the settings cannot be read", () => {
  const settings = {
    get() {
      throw new Error("The database is closed");
    },
  };
  expect(new NetworkSettings(settings).allowPrivate).toBe(false);
});
