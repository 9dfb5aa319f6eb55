import {
  createContainer,
  createRpcServer,
  type RpcServer,
  type WebSocketTransport,
  type WebSocketTransportOptions,
  webSocketTransport,
} from "../../src/main/index.js";

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

/** Ends what `serveSocket` began; for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all([...serving].map((server) => server.close()));
  serving.clear();
}
