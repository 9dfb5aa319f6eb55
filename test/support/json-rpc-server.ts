import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  type RpcServer,
  type WebSocketTransport,
  type WebSocketTransportOptions,
  webSocketTransport,
} from "../../src/main/index.js";
import {
  connectWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from "../../src/renderer/index.js";

export const TOKEN = "correct-horse-battery-staple";

/** A server without services behind a socket; tests register functions on its router. */
export interface SocketServer {
  server: RpcServer;
  transport: WebSocketTransport;
  url: string;
  /** What was logged, as `level message`, with the details' message behind it. */
  log: string[];
}

const serving = new Set<RpcServer>();
const connected = new Set<WebSocketBridge>();

/** Serves on a free port. `closeServers` ends it. */
export async function serveSocket(options: Partial<WebSocketTransportOptions> = {}): Promise<SocketServer> {
  const log: string[] = [];
  const write = (level: string) => (message: string, details?: unknown) =>
    void log.push(`${level} ${message}${details instanceof Error ? `: ${details.message}` : ""}`);
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const server = createRpcServer({ container: createContainer(), logger, exposeInternals: false });
  const transport = webSocketTransport({ token: TOKEN, ...options });
  serving.add(server);
  await server.listen(transport);
  return { server, transport, url: transport.address.url, log };
}

/** A bridge of ours to a server of `serveSocket`. `closeServers` ends it. */
export function connectBridge(url: string, options: Partial<WebSocketBridgeOptions> = {}): WebSocketBridge {
  const bridge = connectWebSocket({ url, token: TOKEN, WebSocket, ...options });
  connected.add(bridge);
  return bridge;
}

/** Ends what `serveSocket` and `connectBridge` began; for `afterEach`. */
export async function closeServers(): Promise<void> {
  for (const bridge of connected) bridge.close();
  connected.clear();
  await Promise.all([...serving].map((server) => server.close()));
  serving.clear();
}
