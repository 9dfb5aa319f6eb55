import { once } from "node:events";
import { connect as connectTcp, createServer as createTcpServer } from "node:net";
import { unmanaged } from "inversify";
import { WebSocket } from "ws";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { createContainer, createRpcServer, webSocketTransport } from "../../src/main/index.js";
import { MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import { closeServers, serveSocket, TOKEN } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

const ping = { jsonrpc: "2.0", method: "rpc.ping", id: "p" };

/** Holds calls, and tells why the first of them ended. */
@RpcDomain("holder")
class Holder {
  constructor(@unmanaged() readonly ended: (reason: unknown) => void) {}
  @RpcMethod() hold(signal: AbortSignal): Promise<never> {
    signal.addEventListener("abort", () => this.ended(signal.reason));
    return new Promise(() => {});
  }
}

/** What keeps the process alive and belongs to a network server. */
const handles = () =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Timeout/.test(name))
    .sort();

describe("listening", () => {
  it("says where, on loopback and a free port by default", async () => {
    const { transport } = await serveSocket();
    const { host, port, url } = transport.address;
    expect(host).toBe("127.0.0.1");
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`ws://127.0.0.1:${port}/rpc`);
  });

  it("on every address names one that can be connected to", async () => {
    const { transport } = await serveSocket({ host: "0.0.0.0" });
    const { host, port, url } = transport.address;
    expect(host).toBe("0.0.0.0");
    expect(url).toBe(`ws://127.0.0.1:${port}/rpc`);
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange(ping)).toMatchObject({ result: "pong" });
  });

  it("has no address before and after", async () => {
    const transport = webSocketTransport({ token: TOKEN });
    expect(() => transport.address).toThrow("not listening");
    const server = createRpcServer({ container: createContainer() });
    await server.listen(transport);
    await server.close();
    expect(() => transport.address).toThrow("not listening");
  });

  it("on a port in use fails with the port and what to do, and may be tried again", async () => {
    const occupant = createTcpServer().listen(0, "127.0.0.1");
    await once(occupant, "listening");
    const { port } = occupant.address() as { port: number };
    const transport = webSocketTransport({ token: TOKEN, port });
    const server = createRpcServer({ container: createContainer() });
    await expect(server.listen(transport)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use; stop what listens there, or choose another port`,
    );
    await expect(server.listen(transport)).rejects.toMatchObject({ code: "EADDRINUSE" });
    await new Promise((resolve) => occupant.close(resolve));
    await server.listen(transport);
    expect(transport.address.port).toBe(port);
    await server.close();
  });

  it("for a second server is refused", async () => {
    const { transport } = await serveSocket();
    const server = createRpcServer({ container: createContainer() });
    await expect(server.listen(transport)).rejects.toThrow("listening already");
    await server.close();
  });
});

describe("a session", () => {
  it("is one socket's, and has its origin", async () => {
    const { server, url } = await serveSocket();
    const first = await JsonRpcSocket.open(url);
    const origin = url.replace("ws:", "http:").replace("/rpc", "");
    const page = new WebSocket(`${url}?token=${TOKEN}`, { origin });
    await once(page, "open");
    await first.exchange(ping);
    const senders = [...server.sessions()].map(({ peer }) => peer.sender);
    expect(senders).toEqual([
      { id: expect.stringMatching(/^websocket-\d+$/), transport: "websocket" },
      { id: expect.stringMatching(/^websocket-\d+$/), transport: "websocket", origin },
    ]);
    expect(new Set(senders.map(({ id }) => id)).size).toBe(2);
  });

  it("ends with its socket, and its calls with it", async () => {
    const { server, url } = await serveSocket();
    const started = new Promise<void>((resolve) => {
      server.router.register("hang", () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const client = await JsonRpcSocket.open(url);
    client.send(JSON.stringify({ jsonrpc: "2.0", method: "hang", id: 1 }));
    await started;
    const [session] = server.sessions();
    expect(session?.calls.size).toBe(1);
    client.socket.terminate();
    while (server.sessions().size > 0) await new Promise(setImmediate);
    expect(session?.calls.size).toBe(0);
  });
});

describe("a frame that is too large", () => {
  it.each([
    ["text", []],
    ["binary", [MSGPACK_SUBPROTOCOL]],
  ])("closes its %s socket with 1009, and no other", async (_name, protocols) => {
    const { server, url, log } = await serveSocket({ maxPayloadBytes: 1_000 });
    const other = await JsonRpcSocket.open(url);
    const client = await JsonRpcSocket.open(url, protocols);
    client.send("x".repeat(1_001));
    expect(await client.closed).toMatchObject({ code: 1009 });
    expect(await other.exchange(ping)).toMatchObject({ result: "pong" });
    expect(server.sessions().size).toBe(1);
    expect(log.filter((line) => line.startsWith("warn"))).toEqual([expect.stringContaining("Max payload")]);
  });

  it("of no more than the limit is read", async () => {
    const { url } = await serveSocket({ maxPayloadBytes: 1_000 });
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange("x".repeat(1_000))).toMatchObject({ error: { code: -32700 } });
  });
});

it("bytes that are no WebSocket frame close their socket alone", async () => {
  const { url } = await serveSocket();
  const other = await JsonRpcSocket.open(url);
  const client = await JsonRpcSocket.open(url);
  const { _socket: tcp } = client.socket as unknown as { _socket: { write(bytes: Buffer): void } };
  tcp.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  expect(await client.closed).toMatchObject({ code: 1002 });
  expect(await other.exchange(ping)).toMatchObject({ result: "pong" });
});

it("a call of a socket that broke the protocol ends because of that", async () => {
  const { server, url } = await serveSocket();
  const ended = new Promise<unknown>((resolve) => {
    server.router.register(new Holder(resolve));
  });
  const client = await JsonRpcSocket.open(url);
  client.send(JSON.stringify({ jsonrpc: "2.0", method: "holder.hold", id: 1 }));
  await client.exchange(ping);
  const { _socket: tcp } = client.socket as unknown as { _socket: { write(bytes: Buffer): void } };
  tcp.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  expect(await ended).toMatchObject({ code: "UNAVAILABLE", message: "The socket failed" });
  expect(server.sessions().size).toBe(0);
});

describe("closing", () => {
  it("leaves no server, socket, timer or listener", async () => {
    const before = handles();
    const { server, transport, url } = await serveSocket();
    const { port } = transport.address;
    server.router.register("hang", () => new Promise(() => {}));
    const clients = await Promise.all([JsonRpcSocket.open(url), JsonRpcSocket.open(url)]);
    const silent = connectTcp(port, "127.0.0.1");
    await once(silent, "connect");
    const silentEnd = once(silent, "close");
    expect(handles().length).toBeGreaterThan(before.length);
    const timers = handles().filter((name) => name === "Timeout");
    await server.close();
    expect(handles().filter((name) => name === "Timeout")).toEqual(timers);
    for (const client of clients) {
      expect(await client.closed).toEqual({ code: 1001, reason: "The server is shutting down" });
    }
    await silentEnd;
    expect(server.sessions().size).toBe(0);
    await expect(JsonRpcSocket.open(url)).rejects.toThrow("ECONNREFUSED");
    while (handles().length > before.length) await new Promise(setImmediate);
    expect(handles()).toEqual(before);
  });

  it("answers the calls that run with UNAVAILABLE first", async () => {
    const { server, url } = await serveSocket();
    const started = new Promise<void>((resolve) => {
      server.router.register("hang", () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const client = await JsonRpcSocket.open(url);
    client.send(JSON.stringify({ jsonrpc: "2.0", method: "hang", id: 1 }));
    await started;
    await server.close();
    expect(await client.nextMessage()).toMatchObject({ id: 1, error: { code: -32006 } });
  });

  it("cuts a client that does not answer the close", async () => {
    const { server, url } = await serveSocket();
    const client = await JsonRpcSocket.open(url);
    client.socket.pause();
    await server.close();
    expect(server.sessions().size).toBe(0);
    client.socket.resume();
    await client.closed;
  });

  it("before listening changes nothing: the transport can listen afterwards", async () => {
    const transport = webSocketTransport({ token: TOKEN });
    await transport.close();
    const server = createRpcServer({ container: createContainer() });
    await server.listen(transport);
    const client = await JsonRpcSocket.open(transport.address.url);
    expect(await client.exchange(ping)).toMatchObject({ result: "pong" });
    await server.close();
  });

  it("twice is one closing, told to each client once", async () => {
    const before = handles();
    const { server, transport, url } = await serveSocket();
    const client = await JsonRpcSocket.open(url);
    await client.exchange(ping);
    await Promise.all([transport.close(), transport.close()]);
    await transport.close();
    expect(await client.closed).toEqual({ code: 1001, reason: "The server is shutting down" });
    expect(() => transport.address).toThrow("not listening");
    expect(server.sessions().size).toBe(0);
    while (handles().length > before.length) await new Promise(setImmediate);
    expect(handles()).toEqual(before);
  });
});
