import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import {
  allowOrigins,
  electronTransport,
  inProcessTransport,
  type RpcServer,
  webSocketTransport,
} from "../../main/index.js";
import { type AtomitonBridge, connectWebSocket } from "../../renderer/index.js";
import { createFakeElectron } from "../../testing/index.js";

/** One way to the services. */
export interface DemoTransport {
  name: string;
  bridge: AtomitonBridge;
  /** Ends it from the caller's side, where that has something of its own to end. */
  close?(): void;
}

/**
 * Serves over every transport and connects to each.
 *
 * @param preload Path of the built preload, which runs in the in-memory Electron as it does in the real one.
 */
export async function openTransports(server: RpcServer, preload: string): Promise<DemoTransport[]> {
  return [await inProcess(server), await inMemoryElectron(server, preload), await webSocket(server)];
}

async function inProcess(server: RpcServer): Promise<DemoTransport> {
  const transport = inProcessTransport();
  await server.listen(transport);
  return { name: "in-process", bridge: transport.connect() };
}

async function inMemoryElectron(server: RpcServer, preload: string): Promise<DemoTransport> {
  const electron = createFakeElectron();
  const { ipcMain, session } = electron;
  const senders = allowOrigins(["app://atomiton"]);
  await server.listen(electronTransport({ ipcMain, session, preload, senders }));
  const { atomitonBridge } = electron.openWindow().page;
  if (atomitonBridge === undefined) throw new Error("The preload exposed no bridge");
  return { name: "Electron (in memory)", bridge: atomitonBridge };
}

async function webSocket(server: RpcServer): Promise<DemoTransport> {
  const token = randomBytes(24).toString("base64url");
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
  await bridge.ready;
  return { name: "WebSocket", bridge, close: () => bridge.close() };
}
