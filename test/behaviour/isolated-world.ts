import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { allowOrigins, electronTransport } from "../../src/main/index.js";
import { launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { type Place, probeServer } from "./places.js";
import type { Scenario } from "./scenario.js";

declare const runScenario: (source: string, size: number) => Promise<unknown>;

/** What runs scenarios in a page. */
function scenariosScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("page-scenarios.ts", import.meta.url))],
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
      "/index.html": '<!doctype html><body><script src="scenarios.js"></script>',
      "/scenarios.js": scenariosScript(),
      "/frame.html": "<!doctype html>",
    },
  });
  const server = probeServer();
  const senders = allowOrigins([host.origin], { subframes: true });
  await server.listen(electronTransport({ ipcMain: host.ipcMain, senders }));
  const window = await host.openWindow("/index.html", { nodeIntegrationInSubFrames: true });
  return {
    server,
    run: ({ run, size = 1 }: Scenario) =>
      window.evaluate(([source, given]) => runScenario(source, given), [run.toString(), size] as const),
    async close() {
      await server.close();
      await host.close();
    },
  };
}
