import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  type RpcServer,
  webSocketTransport,
} from "../../src/main/index.js";
import {
  connectWebSocket,
  createRPCClient,
  createRPCNotifier,
  RpcError,
  withOptions,
} from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import { createTestApp, loadPreloadSource } from "../../src/testing/index.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { type ProbeApi, probeModule } from "./fixture.js";
import type { Scenario, Tools } from "./scenario.js";

/** Somewhere callers are: a page, a socket, this process. */
export interface Place {
  server: RpcServer;
  run(scenario: Scenario): Promise<unknown>;
  close(): Promise<void>;
}

/** A server of the fixture whose log stays silent. */
export function probeServer(): RpcServer {
  const container = createContainer();
  container.load(probeModule);
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return createRpcServer({ container, logger: silent, exposeInternals: true });
}

/** Runs scenarios in this process over a bridge. */
export function toolsFor(bridge: AtomitonBridge): Tools {
  return { bridge, createRPCClient, createRPCNotifier, RpcError, withOptions };
}

export async function inProcess(): Promise<Place> {
  const server = probeServer();
  const transport = inProcessTransport();
  await server.listen(transport);
  const bridge = transport.connect();
  return { server, run: ({ run }) => run(toolsFor(bridge)), close: () => server.close() };
}

/** A page of an in-memory Electron, behind the real transport and the real preload. */
export async function inMemoryElectron(): Promise<Place> {
  const app = createTestApp<ProbeApi>({
    modules: [probeModule],
    preload: loadPreloadSource(compileProjectPreload()),
    exposeInternals: true,
  });
  const { bridge } = app.openWindow();
  return {
    server: app.server,
    run: ({ run }) => run(toolsFor(bridge)),
    async close() {
      await app.close();
    },
  };
}

/** A client over a real socket, with the binary subprotocol. */
export async function webSocket(): Promise<Place> {
  const server = probeServer();
  const token = "a token of the suite";
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
  return {
    server,
    run: ({ run }) => run(toolsFor(bridge)),
    async close() {
      bridge.close();
      await server.close();
    },
  };
}
