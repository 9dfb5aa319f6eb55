import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { allowOrigins, electronTransport } from "../../src/main/index.js";
import { launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { type Place, probeServer } from "./places.js";
import type { Scenario, Tools } from "./scenario.js";

/** The client as a page loads it; scenarios find it as `tools`. */
function clientScript(): string {
  const entry = `
    import { createRPCClient, createRPCNotifier, RpcError, withOptions } from "./src/renderer/index.js";
    globalThis.tools = { createRPCClient, createRPCNotifier, RpcError, withOptions };
  `;
  const resolveDir = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir, loader: "ts" },
    bundle: true,
    format: "iife",
    target: "chrome120",
    write: false,
  });
  return outputFiles[0]?.text as string;
}

/** A page in real Chromium, the built preload in its isolated world, the real transport behind it. */
export async function isolatedWorld(): Promise<Place> {
  const host = await launchIsolatedWorldHost({
    preload: compileProjectPreload(),
    pages: {
      "/index.html": '<!doctype html><script src="client.js"></script>',
      "/client.js": clientScript(),
    },
  });
  const server = probeServer();
  await server.listen(electronTransport({ ipcMain: host.ipcMain, senders: allowOrigins([host.origin]) }));
  const window = await host.openWindow("/index.html");
  return {
    server,
    run: ({ run }: Scenario) =>
      window.evaluate((source) => {
        const { tools, atomitonBridge: bridge } = globalThis as unknown as {
          tools: Tools;
          atomitonBridge: Tools["bridge"];
        };
        // A scenario arrives as text.
        const scenario = new Function(`return ${source}`)() as Scenario["run"];
        return scenario({ ...tools, bridge });
      }, run.toString()),
    async close() {
      await server.close();
      await host.close();
    },
  };
}
