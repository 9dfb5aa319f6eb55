import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { RpcError } from "../../../../decorators/rpc-error.js";

/** Where an endpoint listens. */
export interface WebSocketAddress {
  /** Name or address bound to. */
  host: string;
  port: number;
  /** URL to connect to, without the token, e.g. `ws://127.0.0.1:4000/rpc`. */
  url: string;
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The HTTP server that upgrades come through: one of its own, or one that somebody else runs. */
export class HttpEndpoint {
  readonly server: Server;
  readonly #owned: boolean;

  constructor(
    given: Server | undefined,
    readonly onUpgrade: UpgradeListener,
    readonly onError: (error: Error) => void,
  ) {
    this.#owned = given === undefined;
    this.server = given ?? createServer(upgradeRequired);
  }

  /** Whether nobody else looks after upgrades that are not for this endpoint. */
  get isAlone(): boolean {
    return this.server.listenerCount("upgrade") === 1;
  }

  /** @throws Error when the port cannot be had, saying what to do. */
  async open(port: number, host: string): Promise<void> {
    this.server.on("upgrade", this.onUpgrade);
    if (!this.#owned) return;
    await listen(this.server, port, host);
    this.server.on("error", this.onError);
  }

  /**
   * Takes no more upgrades. A server of its own is closed, with the connections that never became sockets;
   * that ends when the last socket has closed.
   */
  async close(): Promise<void> {
    this.server.off("upgrade", this.onUpgrade);
    if (!this.#owned || !this.server.listening) return;
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  /** @throws RpcError UNAVAILABLE while the server does not listen. */
  address(path: string): WebSocketAddress {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw notListening();
    const { port } = address;
    return { host: address.address, port, url: `ws://${reachable(address)}:${port}${path}` };
  }
}

const upgradeRequired: RequestListener = (_request, response) => {
  response.writeHead(426, { Connection: "close", Upgrade: "websocket", "Content-Type": "text/plain" });
  response.end("This endpoint speaks WebSocket only\n");
};

export const notListening = () =>
  new RpcError("UNAVAILABLE", "The transport is not listening; await server.listen(transport) first");

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explained(error, port, host));
    server.once("error", fail).listen(port, host, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function explained(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const advice = new Map([
    [
      "EADDRINUSE",
      `Port ${port} on ${host} is in use; stop what listens there, or choose another port (0 picks a free one)`,
    ],
    [
      "EACCES",
      `Port ${port} on ${host} needs privileges this process lacks; choose one above 1023 (0 picks a free one)`,
    ],
    ["EADDRNOTAVAIL", `${host} is no address of this machine; choose another host, e.g. 127.0.0.1`],
    ["ENOTFOUND", `There is no host ${host}; choose another, e.g. 127.0.0.1`],
  ]);
  const { code = "" } = error;
  const text = advice.get(code);
  return text === undefined ? error : Object.assign(new Error(text, { cause: error }), { code });
}

/** A wildcard is no address to connect to; loopback then is. */
function reachable({ address, family }: AddressInfo): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return family === "IPv6" ? `[${address}]` : address;
}
