import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, Headers, MockAgent } from "undici";
import { exchange } from "../../services/node/http/exchange.js";
import { requestContent } from "../../services/node/http/request-content.js";
import { rejection } from "./support/rejection.js";

const { signal } = new AbortController();

/** A request through an agent that answers each URL as it is told: with a redirect, or with what it was asked. */
async function ask(
  url: string,
  redirects: Record<string, [status: number, location: string]>,
  request: { method?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const asked: { method: string; url: string; body: unknown; headers: Record<string, string> }[] = [];
  for (const at of new Set([
    url,
    ...Object.keys(redirects),
    ...Object.values(redirects).map(([, to]) => to),
  ])) {
    const { origin, pathname } = new URL(at);
    agent
      .get(origin)
      .intercept({ path: pathname, method: () => true })
      .reply(({ method, body, headers }) => {
        const sent = Object.fromEntries(new Headers(headers as Record<string, string>));
        asked.push({ method, url: at, body, headers: sent });
        const [statusCode = 200, location] = redirects[at] ?? [];
        return { statusCode, data: "", ...(location && { responseOptions: { headers: { location } } }) };
      })
      .persist();
  }
  const { method = "GET", body, headers } = request;
  const given = { url: new URL(url), method, headers: new Headers(headers), body };
  const response = exchange(given, agent as unknown as Agent, signal);
  return { response, asked };
}

describe("a redirect", () => {
  it("from HTTPS leads to HTTPS, and to nothing less", async () => {
    const safe = await ask("https://a.example/", { "https://a.example/": [302, "https://b.example/"] });
    expect((await safe.response).status).toBe(200);
    const unsafe = await ask("https://a.example/", { "https://a.example/": [302, "http://b.example/"] });
    expect(await rejection(unsafe.response)).toMatchObject({
      code: "FORBIDDEN",
      message: "https://a.example/ redirects from HTTPS to http://b.example/",
    });
    expect(unsafe.asked.map(({ url }) => url)).toEqual(["https://a.example/"]);
  });

  it("from HTTP may lead to HTTPS", async () => {
    const { response } = await ask("http://a.example/", { "http://a.example/": [301, "https://a.example/"] });
    expect((await response).status).toBe(200);
  });

  it("is followed ten times, and not an eleventh", async () => {
    const chain = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n): [string, [number, string]] => [
          `http://a.example/${n}`,
          [302, `http://a.example/${n + 1}`],
        ]),
      );
    const ten = await ask("http://a.example/0", chain(10));
    expect((await ten.response).status).toBe(200);
    expect(ten.asked).toHaveLength(11);
    const eleven = await ask("http://a.example/0", chain(11));
    expect(await rejection(eleven.response)).toMatchObject({
      code: "HTTP_ERROR",
      message: "http://a.example/0 redirects more than 10 times",
    });
    expect(eleven.asked).toHaveLength(11);
  });

  const POST = { method: "POST", body: "{}", headers: { "content-type": "application/json", "x-own": "1" } };

  it.each([
    [301, "GET"],
    [302, "GET"],
    [303, "GET"],
    [307, "POST"],
    [308, "POST"],
  ])("by %i of a POST asks by %s, with the body and its type or without both", async (status, method) => {
    const { response, asked } = await ask(
      "http://a.example/",
      { "http://a.example/": [status, "http://a.example/b"] },
      POST,
    );
    await response;
    const last = asked.at(-1);
    const withBody = method === "POST";
    expect([last?.method, last?.headers["content-type"], last?.headers["x-own"]]).toEqual([
      method,
      withBody ? "application/json" : undefined,
      "1",
    ]);
  });
});

describe("what a request carries", () => {
  it("has the type its author gave, else that of JSON where it is not text or bytes", () => {
    const typeOf = (headers: Record<string, string>, content: unknown) =>
      requestContent(headers, content).headers.get("content-type");
    expect(typeOf({ "Content-Type": "application/ld+json" }, { a: 1 })).toBe("application/ld+json");
    expect(typeOf({}, { a: 1 })).toBe("application/json");
    expect(typeOf({}, "text")).toBeNull();
    expect(typeOf({}, undefined)).toBeNull();
  });
});

describe("over a real connection", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("the answer that redirects is let go of, though it never ends", async () => {
    let closed: Promise<unknown> | undefined;
    const origin = await serve(({ url }, response) => {
      if (url !== "/") return response.end("there");
      closed = once(response, "close");
      response.writeHead(302, { location: "/there" });
      return response.write("it goes on and on");
    });
    const agent = new Agent();
    const request = { url: new URL(origin), method: "GET", headers: new Headers(), body: undefined };
    expect(await (await exchange(request, agent, signal)).text()).toBe("there");
    await closed;
    await agent.destroy();
  });
});
