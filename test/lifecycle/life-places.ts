import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  type RpcLogger,
  type RpcServer,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket, createRPCClient, type RpcClient } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import { openLifeApp } from "./life-app.js";
import { type LifeApi, LifeService, lifeModule } from "./life-service.js";

/** Somewhere the callers of one server are. */
export interface LifePlace {
  readonly name: string;
  readonly server: RpcServer;
  /** The service itself, as callers never see it. */
  readonly service: LifeService;
  /** Whether what a caller left unsettled settles when it has left; a page's promises die with it. */
  readonly tellsWhoLeft: boolean;
  /** Whether its callers wait for the next server when theirs has closed. */
  readonly awaitsAnother: boolean;
  /** A new caller, with a session of its own once it speaks. */
  connect(): Promise<LifeCaller>;
  close(): Promise<void>;
}

export interface LifeCaller {
  readonly bridge: AtomitonBridge;
  readonly rpc: RpcClient<LifeApi>;
  /** Goes away for good. */
  leave(): void;
}

export const silent: RpcLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A server of {@link LifeService} that listens nowhere yet. */
async function lifeServer(logger: RpcLogger): Promise<Pick<LifePlace, "server" | "service">> {
  const container = createContainer();
  container.load(lifeModule);
  const server = createRpcServer({ container, logger, exposeInternals: true });
  return { server, service: await container.getAsync(LifeService) };
}

async function inProcess(logger = silent): Promise<LifePlace> {
  const { server, service } = await lifeServer(logger);
  const transport = inProcessTransport();
  await server.listen(transport);
  return {
    name: "in process",
    tellsWhoLeft: true,
    awaitsAnother: false,
    server,
    service,
    async connect() {
      const bridge = transport.connect();
      return { bridge, rpc: createRPCClient<LifeApi>({ bridge }), leave: () => bridge.close() };
    },
    close: () => server.close(),
  };
}

async function inMemoryElectron(logger = silent): Promise<LifePlace> {
  const app = await openLifeApp({ logger });
  return {
    name: "Electron, in memory",
    tellsWhoLeft: false,
    awaitsAnother: false,
    server: app.server,
    service: app.service,
    async connect() {
      const { window, bridge, rpc } = app.openWindow();
      return { bridge, rpc, leave: () => window.close() };
    },
    async close() {
      await app.close();
    },
  };
}

async function webSocket(logger = silent): Promise<LifePlace> {
  const { server, service } = await lifeServer(logger);
  const token = "a token of the lifecycle";
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridges = new Set<{ close(): void }>();
  return {
    name: "WebSocket",
    tellsWhoLeft: true,
    awaitsAnother: true,
    server,
    service,
    async connect() {
      const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
      bridges.add(bridge);
      await bridge.ready;
      return { bridge, rpc: createRPCClient<LifeApi>({ bridge }), leave: () => bridge.close() };
    },
    async close() {
      for (const bridge of bridges) bridge.close();
      await server.close();
    },
  };
}

/** Every place, by its name. */
export const places: [string, (logger?: RpcLogger) => Promise<LifePlace>][] = [
  ["in process", inProcess],
  ["Electron, in memory", inMemoryElectron],
  ["WebSocket", webSocket],
];
