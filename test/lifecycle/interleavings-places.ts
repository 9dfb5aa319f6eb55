import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  type RpcServer,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket, createRPCClient, type RpcClient } from "../../src/renderer/index.js";
import type { Habits } from "./interleavings-model.js";
import { openLifeApp } from "./life-app.js";
import { places as lifePlaces, silent } from "./life-places.js";
import { type LifeApi, LifeService, lifeModule } from "./life-service.js";
import { until } from "./turns.js";

/** One caller of a server, as a model drives it. */
export interface Caller {
  readonly rpc: RpcClient<LifeApi>;
  /** Loses its session: a reload, a lost socket, a closed bridge. What it says next is of a new one. */
  loseSession(): Promise<Caller>;
  /** Goes away for good. */
  leave(): void;
  /** Waits until it can be reached after such a loss. */
  recovered(): Promise<void>;
}

export interface Place extends Habits {
  readonly server: RpcServer;
  readonly service: LifeService;
  connect(): Promise<Caller>;
  /** Closes the server; callers that would wait for another go too. */
  closeServer(): Promise<void>;
  /** Takes away what is left. */
  close(): Promise<void>;
}

const atOnce = async (): Promise<void> => {};

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
      leave,
      recovered: atOnce,
    };
  };
  const { server, service, close } = place;
  return { server, service, settlesLost: true, reconnects: false, connect, closeServer: close, close };
}

export async function inMemoryElectron(): Promise<Place> {
  const app = await openLifeApp({ logger: silent });
  return {
    server: app.server,
    service: app.service,
    settlesLost: false,
    reconnects: false,
    async connect() {
      const opened = app.openWindow();
      const caller = (): Caller => ({
        rpc: opened.rpc,
        async loseSession() {
          opened.window.reload();
          return caller();
        },
        leave: () => opened.window.close(),
        recovered: atOnce,
      });
      return caller();
    },
    closeServer: () => app.server.close(),
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
  const { url } = transport.address;
  const callers = new Set<Caller>();
  const closeServer = async () => {
    await server.close();
    for (const { leave } of callers) leave();
  };
  return {
    server,
    service: await container.getAsync(LifeService),
    settlesLost: true,
    reconnects: true,
    async connect() {
      const caller = connectSocket(url, token);
      callers.add(caller);
      return caller;
    },
    closeServer,
    close: closeServer,
  };
}

/** A caller whose sockets can be cut, and that does not wait for its first to open. */
function connectSocket(url: string, token: string): Caller {
  const sockets = new Set<WebSocket>();
  class Socket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols);
      sockets.add(this);
      this.once("close", () => sockets.delete(this));
    }
  }
  const bridge = connectWebSocket({
    url,
    token,
    WebSocket: Socket,
    reconnect: { minDelayMs: 1, maxDelayMs: 2 },
  });
  const isOpen = ({ readyState }: WebSocket) => readyState === WebSocket.OPEN;
  const caller: Caller = {
    rpc: createRPCClient<LifeApi>({ bridge }),
    /** The bridge has not noticed yet. */
    async loseSession() {
      for (const socket of sockets) socket.terminate();
      return caller;
    },
    leave: () => bridge.close(),
    recovered: () => until(() => bridge.connection.state === "open" && [...sockets].every(isOpen)),
  };
  return caller;
}
