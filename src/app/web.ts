import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRpcServer, webSocketTransport } from "../main/index.js";
import { DEFAULT_PORT } from "./cli.js";
import { createAppContainer } from "./container.js";
import { type PageFiles, readPageFiles } from "./page-files.js";
import { StartError } from "./start/start-error.js";

export interface WebOptions {
  /** Absolute path of the folder for the user's data. */
  dataDir: string;
  /** Absolute path of the built page's folder. */
  pageFolder: string;
  /** Default: `DEFAULT_PORT`, or a free one when that cannot be had. */
  port?: number | undefined;
  /** Default: a new one. */
  token?: string | undefined;
}

export interface WebApp {
  /** Where the page is, with the token that lets it call. */
  url: string;
  /** Ends every call and connection, and closes the database. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

/** More than a value of the size the storage takes, however it is encoded, so that it is refused in words. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * Web-only mode: the page over HTTP and the services over WebSocket, for this machine alone. The process is the
 * application's: what its services leave to fail is logged.
 *
 * @throws RpcError `STORAGE_UNAVAILABLE`; StartError when the port cannot be had.
 */
export async function startWeb({
  dataDir,
  pageFolder,
  port,
  token = newToken(),
}: WebOptions): Promise<WebApp> {
  const rpcServer = createRpcServer({
    container: createAppContainer({ dataDir }),
    unhandledRejections: "log",
  });
  const httpServer = createServer(pageListener(readPageFiles(pageFolder)));
  const close = async () => {
    await rpcServer.close();
    httpServer.close();
    httpServer.closeAllConnections();
  };
  try {
    await rpcServer.listen(
      webSocketTransport({ server: httpServer, token, maxPayloadBytes: MAX_MESSAGE_BYTES }),
    );
    await listen(httpServer, port);
  } catch (error) {
    await close();
    throw error;
  }
  const address = httpServer.address() as AddressInfo;
  return { url: `http://${HOST}:${address.port}/#token=${token}`, close };
}

const newToken = () => randomBytes(24).toString("base64url");

function pageListener(files: PageFiles): RequestListener {
  return ({ method, url = "" }, response) => {
    const [path = ""] = url.split("?");
    const file = files.get(path);
    if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
    } else if (file === undefined) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
    } else {
      response.writeHead(200, { ...file.headers, "Content-Length": file.body.byteLength });
      response.end(method === "HEAD" ? undefined : file.body);
    }
  };
}

async function listen(server: Server, port: number | undefined): Promise<void> {
  try {
    await listenOn(server, port ?? DEFAULT_PORT);
  } catch (error) {
    if (port !== undefined) throw new StartError(portProblem(port, error as NodeJS.ErrnoException));
    await listenOn(server, 0);
  }
}

/** Rejects with the error the server has in place of listening. */
async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, HOST);
  await once(server, "listening");
}

function portProblem(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return `Port ${port} is in use; choose another with --port`;
  if (code === "EACCES") return `Port ${port} is not for this user; choose another with --port`;
  return message;
}
