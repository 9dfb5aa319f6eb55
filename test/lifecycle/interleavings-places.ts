import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  type RpcServer,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket, createRPCClient, type RpcClient } from "../../src/renderer/index.js";
import { openLifeApp } from "./life-app.js";
import { places as lifePlaces, silent } from "./life-places.js";
import { type LifeApi, LifeService, lifeModule } from "./life-service.js";

/** One caller of a server, as a model drives it. */
export interface Caller {
  readonly rpc: RpcClient<LifeApi>;
  /** Loses its session: a reload, a lost socket, a closed bridge. What it says next is of a new one. */
  loseSession(): Promise<Caller>;
}

export interface Place {
  readonly server: RpcServer;
  readonly service: LifeService;
  /** Whether a call that was under way settles when its session is lost; a page's promises die with it. */
  readonly settlesLost: boolean;
  /** Whether listeners outlive the session, as a socket's bridge restores them. */
  readonly keepsListeners: boolean;
  connect(): Promise<Caller>;
  close(): Promise<void>;
}

export async function inProcess(): Promise<Place> {
  const [, open] = lifePlaces[0] as (typeof lifePlaces)[number];
  const place = await open();
  const connect = async (): Promise<Caller> => {
    const { rpc, leave } = await place.connect();
    return {
      rpc,
      loseSession() {
        leave();
        return connect();
      },
    };
  };
  return { ...place, settlesLost: true, keepsListeners: false, connect };
}

export async function inMemoryElectron(): Promise<Place> {
  const app = await openLifeApp({ logger: silent });
  return {
    server: app.server,
    service: app.service,
    settlesLost: false,
    keepsListeners: false,
    async connect() {
      const opened = app.openWindow();
      const caller = (): Caller => ({
        rpc: opened.rpc,
        async loseSession() {
          opened.window.reload();
          return caller();
        },
      });
      return caller();
    },
    async close() {
      await app.close();
    },
  };
}

export async function webSocket(): Promise<Place> {
  const container = createContainer();
  container.load(lifeModule);
  const server = createRpcServer({ container, logger: silent });
  const token = "a token of the model";
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridges = new Set<{ close(): void }>();
  return {
    server,
    service: await container.getAsync(LifeService),
    settlesLost: true,
    keepsListeners: true,
    async connect() {
      const mine = new Set<WebSocket>();
      class Socket extends WebSocket {
        constructor(url: string, protocols: string) {
          super(url, protocols);
          mine.add(this);
          this.once("close", () => mine.delete(this));
        }
      }
      const bridge = connectWebSocket({
        url: transport.address.url,
        token,
        WebSocket: Socket,
        reconnect: { minDelayMs: 1, maxDelayMs: 2 },
      });
      bridges.add(bridge);
      await bridge.ready;
      const caller: Caller = {
        rpc: createRPCClient<LifeApi>({ bridge }),
        async loseSession() {
          // The bridge opens another at once, which is not waited for.
          const lost = [...mine];
          for (const socket of lost) socket.terminate();
          while (lost.some((socket) => mine.has(socket))) await new Promise(setImmediate);
          return caller;
        },
      };
      return caller;
    },
    async close() {
      for (const bridge of bridges) bridge.close();
      await server.close();
    },
  };
}
