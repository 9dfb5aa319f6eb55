import { createServer, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { webSocketTransport } from "../../src/main/index.js";
import { closeServers, serveSocket, TOKEN } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

interface Answer {
  status: number;
  body: string;
  headers: IncomingMessage["headers"];
}

/** Asks for an upgrade as a client would, with what the test changes. */
function upgrade(url: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const options: RequestOptions = {
    hostname,
    port,
    path,
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, async (response) => {
      let body = "";
      for await (const part of response) body += part;
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
    });
    request.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, body: "", headers: response.headers });
    });
    request.on("error", reject).end();
  });
}

const bearer = { authorization: `Bearer ${TOKEN}` };

describe("a socket is let in", () => {
  it("with the token as a bearer", async () => {
    const { url } = await serveSocket();
    expect(await upgrade(url, "/rpc", bearer)).toMatchObject({ status: 101 });
    expect(await upgrade(url, "/rpc", { authorization: `bearer ${TOKEN}` })).toMatchObject({ status: 101 });
  });

  it("with the token in the query", async () => {
    const { url } = await serveSocket();
    expect(await upgrade(url, `/rpc?x=1&token=${TOKEN}`)).toMatchObject({ status: 101 });
  });

  it.each(["127.0.0.1", "localhost", "[::1]", "LocalHost"])("by the host %s", async (name) => {
    const { url } = await serveSocket();
    const { port } = new URL(url);
    expect(await upgrade(url, "/rpc", { ...bearer, host: `${name}:${port}` })).toMatchObject({ status: 101 });
  });

  it("from a page of its own host", async () => {
    const { url } = await serveSocket();
    const { host, port } = new URL(url);
    expect(await upgrade(url, "/rpc", { ...bearer, origin: `http://${host}` })).toMatchObject({
      status: 101,
    });
    expect(await upgrade(url, "/rpc", { ...bearer, origin: `http://localhost:${port}` })).toMatchObject({
      status: 101,
    });
  });

  it("by the hosts, origins and path that are configured", async () => {
    const { url } = await serveSocket({
      path: "/services",
      allowedHosts: ["App.example"],
      allowedOrigins: ["https://app.example", "app://atomiton"],
    });
    expect(url).toMatch(/\/services$/);
    const headers = { ...bearer, host: "app.example" };
    for (const origin of ["https://app.example", "app://atomiton"]) {
      expect(await upgrade(url, "/services", { ...headers, origin })).toMatchObject({ status: 101 });
    }
    expect(await upgrade(url, "/services", { ...headers, origin: "http://app.example" })).toMatchObject({
      status: 403,
    });
    expect(await upgrade(url, "/services", bearer)).toMatchObject({ status: 403 });
  });
});

describe("an upgrade is refused", () => {
  const cases: [string, string, Record<string, string>, number, RegExp][] = [
    ["on another path", "/other", bearer, 404, /served at \/rpc/],
    ["on a path that only begins alike", "/rpc/x", bearer, 404, /served at \/rpc/],
    ["with a target that is no URL", "//", bearer, 404, /served at \/rpc/],
    ["for a foreign host", "/rpc", { ...bearer, host: "rebound.example" }, 403, /host "rebound\.example"/],
    [
      "for its host on another port",
      "/rpc",
      { ...bearer, host: "127.0.0.1:1" },
      403,
      /host "127\.0\.0\.1:1"/,
    ],
    [
      "from a foreign origin",
      "/rpc",
      { ...bearer, origin: "http://evil.example" },
      403,
      /origin "http:\/\/evil/,
    ],
    ["from an opaque origin", "/rpc", { ...bearer, origin: "null" }, 403, /origin "null"/],
    ["without a token", "/rpc", {}, 401, /A token is needed/],
    ["with another token", "/rpc", { authorization: "Bearer 0123456789abcdef" }, 401, /Another token/],
    ["with another token in the query", `/rpc?token=${TOKEN}x`, {}, 401, /Another token/],
    ["with another scheme", "/rpc", { authorization: `Basic ${TOKEN}` }, 401, /A token is needed/],
  ];

  it.each(cases)("%s", async (_name, path, headers, status, body) => {
    const { url, log, server } = await serveSocket();
    const answer = await upgrade(url, path, headers);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(body);
    expect(answer.body.trimEnd().split("\n")).toHaveLength(1);
    expect(answer.headers["www-authenticate"]).toBe(status === 401 ? "Bearer" : undefined);
    expect(log).toEqual([expect.stringContaining(`refused (${status})`)]);
    expect(server.sessions().size).toBe(0);
  });

  it("for the first of several reasons: path, host, origin, token", async () => {
    const { url } = await serveSocket();
    const foreign = { host: "rebound.example", origin: "http://evil.example" };
    expect((await upgrade(url, "/other", foreign)).status).toBe(404);
    expect((await upgrade(url, "/rpc", foreign)).body).toMatch(/host/);
    expect((await upgrade(url, "/rpc", { origin: foreign.origin })).body).toMatch(/origin/);
  });

  it("without a word of the token in the log", async () => {
    const { url, log } = await serveSocket();
    await upgrade(url, "/rpc?token=the-secret-of-another-app");
    expect(log.join()).not.toContain("secret");
  });

  it("when its handshake is no WebSocket handshake, by ws", async () => {
    const { url } = await serveSocket();
    expect((await upgrade(url, "/rpc", { ...bearer, "sec-websocket-key": "short" })).status).toBe(400);
  });
});

it("answers a plain HTTP request with 426", async () => {
  const { url } = await serveSocket();
  const response = await fetch(url.replace("ws:", "http:"));
  expect(response.status).toBe(426);
  expect(response.headers.get("upgrade")).toBe("websocket");
});

it.each([
  ["no token", { token: undefined as never }, /`token` must be a string of at least 16 characters/],
  ["a short token", { token: "x".repeat(15) }, /at least 16 characters/],
  ["a relative path", { token: TOKEN, path: "rpc" }, /`path` must begin with/],
  ["an origin with a path", { token: TOKEN, allowedOrigins: ["https://app.example/"] }, /is no origin/],
  ["a wildcard origin", { token: TOKEN, allowedOrigins: ["https://*.example"] }, /is no origin/],
  ["a server and a port", { token: TOKEN, server: createServer(), port: 1 }, /no `port`/],
])("refuses %s when it is made", (_name, options, message) => {
  expect(() => webSocketTransport(options)).toThrow(TypeError);
  expect(() => webSocketTransport(options)).toThrow(message);
});

describe("over a server it is handed", () => {
  it("shares it with a page, and leaves it open", async () => {
    const http = createServer((_request, response) => response.end("the page"));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { server, transport, url } = await serveSocket({ server: http });
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange({ jsonrpc: "2.0", method: "rpc.ping", id: 1 })).toMatchObject({
      result: "pong",
    });
    const page = `http://127.0.0.1:${transport.address.port}/`;
    expect(await (await fetch(page)).text()).toBe("the page");
    await server.close();
    expect(http.listening).toBe(true);
    expect(http.listenerCount("upgrade")).toBe(0);
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  it("leaves other paths to whoever else listens, and refuses them when nobody does", async () => {
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { url } = await serveSocket({ server: http });
    expect((await upgrade(url, "/other", bearer)).status).toBe(404);
    http.on("upgrade", (request, socket) => {
      if (request.url === "/other") socket.end("HTTP/1.1 418 I'm a Teapot\r\nConnection: close\r\n\r\n");
    });
    expect((await upgrade(url, "/other", bearer)).status).toBe(418);
    expect((await upgrade(url, "/rpc", bearer)).status).toBe(101);
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
});
