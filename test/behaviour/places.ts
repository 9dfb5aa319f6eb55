import { jest } from "@jest/globals";
import type { Container } from "inversify";
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
import { type ProbeApi, ProbeService, probeModule } from "./fixture.js";
import type { Scenario, Tools, Uncaught } from "./scenario.js";

/** Somewhere callers are: a page, a socket, this process. */
export interface Place {
  server: RpcServer;
  run(scenario: Scenario): Promise<unknown>;
  close(): Promise<void>;
}

/** A server of the fixture whose log stays silent; something has happened there before any caller comes. */
export function probeServer(): RpcServer {
  const container = createContainer();
  container.load(probeModule);
  emitReady(container);
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return createRpcServer({ container, logger: silent, exposeInternals: true });
}

function emitReady(container: Container): void {
  container.get(ProbeService).onReady.emit("ready before anybody came");
}

/** Runs scenarios in this process, over a bridge of each caller. */
async function runner(connect: Tools["connect"]): Promise<Place["run"]> {
  const bridge = await connect();
  const client = { createRPCClient, createRPCNotifier, RpcError, withOptions };
  return ({ run, size = 1 }) => run({ ...client, bridge, connect, collectUncaught, size });
}

/** Jest takes unhandled rejections for itself; so they are taken where they are made. */
function collectUncaught(): Uncaught {
  const errors: unknown[] = [];
  const spy = jest.spyOn(Promise, "reject").mockImplementation((error) => {
    errors.push(error);
    return new Promise<never>(() => {});
  });
  return { errors, stop: () => spy.mockRestore() };
}

export async function inProcess(): Promise<Place> {
  const server = probeServer();
  const transport = inProcessTransport();
  await server.listen(transport);
  return { server, run: await runner(async () => transport.connect()), close: () => server.close() };
}

/** A page of an in-memory Electron, behind the real transport and the real preload. */
export async function inMemoryElectron({ lateEvents = false } = {}): Promise<Place> {
  const app = createTestApp<ProbeApi>({
    modules: [probeModule],
    preload: loadPreloadSource(compileProjectPreload()),
    exposeInternals: true,
    lateEvents,
  });
  emitReady(app.container);
  return {
    server: app.server,
    run: await runner(async () => app.openWindow().bridge),
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
  const bridges: { close(): void }[] = [];
  const connect = async (): Promise<AtomitonBridge> => {
    const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
    bridges.push(bridge);
    return bridge;
  };
  return {
    server,
    run: await runner(connect),
    async close() {
      for (const bridge of bridges) bridge.close();
      await server.close();
    },
  };
}
