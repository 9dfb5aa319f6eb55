import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  type RpcLogger,
  type RpcServer,
} from "../../src/main/index.js";
import { createRPCClient, type RpcClient } from "../../src/renderer/index.js";
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
  /** A new caller, with a session of its own once it speaks. */
  connect(): LifeCaller;
  close(): Promise<void>;
}

export interface LifeCaller {
  readonly bridge: AtomitonBridge;
  readonly rpc: RpcClient<LifeApi>;
  /** Goes away for good. */
  leave(): void;
}

export const silent: RpcLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function inProcess(logger = silent): Promise<LifePlace> {
  const container = createContainer();
  container.load(lifeModule);
  const server = createRpcServer({ container, logger, exposeInternals: true });
  const transport = inProcessTransport();
  await server.listen(transport);
  return {
    name: "in process",
    tellsWhoLeft: true,
    server,
    service: await container.getAsync(LifeService),
    connect() {
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
    server: app.server,
    service: app.service,
    connect() {
      const { window, bridge, rpc } = app.openWindow();
      return { bridge, rpc, leave: () => window.close() };
    },
    async close() {
      await app.close();
    },
  };
}

/** Every place, by its name. */
export const places: [string, (logger?: RpcLogger) => Promise<LifePlace>][] = [
  ["in process", inProcess],
  ["Electron, in memory", inMemoryElectron],
];
