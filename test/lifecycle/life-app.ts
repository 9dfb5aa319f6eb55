import { allowOrigins, electronTransport } from "../../src/main/index.js";
import { createRPCClient, type RpcClient } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import {
  createTestApp,
  loadPreloadSource,
  type TestApp,
  type TestAppOptions,
} from "../../src/testing/index.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { type LifeApi, LifeService, lifeModule } from "./life-service.js";

const preload = loadPreloadSource(compileProjectPreload());

export interface LifeApp extends TestApp<LifeApi> {
  /** The service itself, as its pages never see it. */
  readonly service: LifeService;
}

/** An app of {@link LifeService} over an in-memory Electron with the project's own preload. */
export async function openLifeApp(options: Partial<TestAppOptions> = {}): Promise<LifeApp> {
  const app = createTestApp<LifeApi>({ modules: [lifeModule], preload, exposeInternals: true, ...options });
  return { ...app, service: await app.container.getAsync(LifeService) };
}

/** Serves the iframes of an app's windows too. */
export function serveSubframes({ server, electron }: LifeApp): Promise<void> {
  const senders = allowOrigins(["app://atomiton"], { subframes: true });
  return server.listen(electronTransport({ ipcMain: electron.ipcMain, senders }));
}

/** The client that a page of any frame would make. */
export const clientOf = ({ page }: { page: { atomitonBridge?: AtomitonBridge } }): RpcClient<LifeApi> =>
  createRPCClient<LifeApi>({ bridge: page.atomitonBridge as AtomitonBridge });
