import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { NetworkPolicy } from "../../services/node/network-policy.js";
import { rejection } from "./support/rejection.js";
import { nodesWith, runNode } from "./support/run-node.js";

const servers: Server[] = [];

/** Serves on loopback; gives the origin. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const runAllowed = nodesWith((container) =>
  container.bind(NetworkPolicy).toConstantValue({ allowPrivate: true }),
);
const request = (url: string, parameters: object = {}, body?: unknown, signal?: AbortSignal) =>
  runAllowed("http-request", {
    inputs: { url, ...(body !== undefined && { body }) },
    parameters: { ...parameters },
    ...(signal && { signal }),
  });

async function textOf(incoming: IncomingMessage): Promise<string> {
  return Buffer.concat(await incoming.toArray()).toString();
}

/** Answers with what was asked. */
const echo: RequestListener = async (incoming, response) => {
  const { method, url, headers } = incoming;
  response.end(JSON.stringify({ method, url, headers, body: await textOf(incoming) }));
};

describe("a request", () => {
  it("gives status, headers and body", async () => {
    const origin = await serve((_, response) => response.writeHead(201, { "X-Test": "1" }).end("grüß dich"));

    expect(await request(`${origin}/path`)).toMatchObject({
      status: 201,
      headers: { "x-test": "1" },
      body: "grüß dich",
      url: `${origin}/path`,
    });
  });

  it.each<[unknown, string, string | undefined]>([
    ["text", "text", "text/plain;charset=UTF-8"],
    [new Uint8Array([97]), "a", undefined],
    [{ a: [1] }, '{"a":[1]}', "application/json"],
    [0, "0", "application/json"],
  ])("sends the body %p", async (body, sent, type) => {
    const { body: asked } = await request(await serve(echo), { method: "POST", format: "json" }, body);
    expect(asked).toMatchObject({ method: "POST", body: sent });
    expect((asked as { headers: Record<string, string> }).headers["content-type"]).toBe(type);
  });

  it("sends headers, but none that belong to the connection", async () => {
    const origin = await serve(echo);
    const { body } = await request(origin, { headers: { "X-Test": "1" }, format: "json" });
    expect(body).toMatchObject({ headers: { "x-test": "1" } });

    for (const headers of [
      { Host: "a" },
      { "content-length": "1" },
      { a: 1 },
      { "a b": "c" },
      { a: "b\r\nc: d" },
    ]) {
      expect(await rejection(request(origin, { headers }))).toMatchObject({ code: "INVALID_PARAMS" });
    }
  });

  it("gives bytes, or JSON", async () => {
    const origin = await serve((_, response) => response.end("[1]"));
    expect((await request(origin, { format: "bytes" })).body).toEqual(new Uint8Array([91, 49, 93]));
    expect((await request(origin, { format: "json" })).body).toEqual([1]);
  });

  it("fails with JSON that is none", async () => {
    const origin = await serve((_, response) => response.end("<html>"));
    expect(await rejection(request(origin, { format: "json" }))).toMatchObject({ code: "HTTP_ERROR" });
  });

  it("fails with a status of 400 and more, unless that is accepted", async () => {
    const origin = await serve((_, response) => response.writeHead(404).end("none"));
    expect(await rejection(request(origin))).toMatchObject({ code: "HTTP_ERROR", data: { status: 404 } });
    expect(await request(origin, { acceptErrors: true })).toMatchObject({ status: 404, body: "none" });
  });

  it("fails when nobody answers", async () => {
    const origin = await serve(echo);
    servers[0]?.close();
    expect(await rejection(request(origin))).toMatchObject({
      code: "HTTP_ERROR",
      data: { code: "ECONNREFUSED" },
    });
  });
});

it("leaves no connection open, whether it is answered or refused", async () => {
  const origin = await serve(echo);
  const [server] = servers;
  await request(origin);
  await rejection(request(origin, { maxBytes: 1 }));
  const open = () =>
    new Promise<number>((resolve) => server?.getConnections((_error, count) => resolve(count)));
  // A connection that is kept alive would stay for seconds.
  for (let turn = 0; turn < 1_000 && (await open()) > 0; turn++) await new Promise(setImmediate);
  expect(await open()).toBe(0);
});

describe("limits", () => {
  it("end an answer that does not come, or does not end", async () => {
    const silent = await serve(() => {});
    const slow = await serve((_, response) => response.write("x"));
    for (const origin of [silent, slow]) {
      expect(await rejection(request(origin, { timeoutMs: 100 }))).toMatchObject({ code: "TIMEOUT" });
    }
  });

  it("end an answer that is too large, also one that is so only unpacked", async () => {
    const large = await serve((_, response) => response.end("x".repeat(11)));
    const bomb = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50_000_000)));
    });
    for (const origin of [large, bomb]) {
      expect(await rejection(request(origin, { maxBytes: 10 }))).toMatchObject({
        code: "PAYLOAD_TOO_LARGE",
        data: { limit: 10 },
      });
    }
    expect(await request(large, { maxBytes: 11 })).toMatchObject({ status: 200 });
  });

  it("leave no connection when the signal fires", async () => {
    const abort = new AbortController();
    const origin = await serve((incoming) => {
      incoming.socket.once("close", () => servers[0]?.emit("dropped"));
      abort.abort(new Error("enough"));
    });
    const dropped = once(servers[0] as Server, "dropped");

    await expect(request(origin, {}, undefined, abort.signal)).rejects.toThrow(/^enough$/);
    await dropped;
  });
});

describe("redirects", () => {
  const redirectTo = (location: () => string, status = 302) =>
    serve((incoming, response) => {
      if (incoming.url === "/end") echo(incoming, response);
      else response.writeHead(status, { location: location() }).end();
    });

  it("are followed", async () => {
    const origin = await redirectTo(() => "/end");
    expect(await request(`${origin}/begin`, { format: "json" })).toMatchObject({
      status: 200,
      body: { method: "GET", url: "/end" },
      url: `${origin}/end`,
    });
  });

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [302, "PUT", "PUT", "x"],
    [307, "POST", "POST", "x"],
    [308, "POST", "POST", "x"],
  ])("with status %d make of a %s a %s", async (status, method, then, body) => {
    const origin = await redirectTo(() => "/end", status);
    expect((await request(origin, { method, format: "json" }, "x")).body).toMatchObject({
      method: then,
      body,
    });
  });

  it("take no secrets to another origin", async () => {
    const other = await serve(echo);
    const origin = await redirectTo(() => `${other}/end`);
    const headers = { Authorization: "secret", Cookie: "secret", "X-Kept": "1" };
    const { body } = await request(origin, { headers, format: "json" });

    expect(body).toMatchObject({ headers: { "x-kept": "1" } });
    expect(JSON.stringify(body)).not.toContain("secret");
    const same = await redirectTo(() => "/end");
    expect((await request(same, { headers, format: "json" })).body).toMatchObject({
      headers: { authorization: "secret" },
    });
  });

  it("end when they do not", async () => {
    const origin = await redirectTo(() => "/again");
    const error = await rejection(request(origin));
    expect(error.message).toContain("redirects more than 10 times");
  });

  it.each(["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x", "javascript:1", "http://"])(
    "lead to no %s",
    async (location) => {
      expect(await rejection(request(await redirectTo(() => location)))).toMatchObject({
        code: "HTTP_ERROR",
      });
    },
  );
});

it.each(["", "nonsense", "file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "http://"])(
  "the URL %j is refused",
  async (url) => {
    expect(await rejection(runNode("http-request", { parameters: { url } }))).toMatchObject({
      code: "HTTP_ERROR",
    });
  },
);
