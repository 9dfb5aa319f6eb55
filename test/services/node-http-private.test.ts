import dns from "node:dns";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fetch } from "undici";
import { exchange } from "../../services/node/http/exchange.js";
import { guardedAgent } from "../../services/node/http/guarded-agent.js";
import { requestContent } from "../../services/node/http/request-content.js";
import { NetworkPolicy } from "../../services/node/network-policy.js";
import { rejection } from "./support/rejection.js";
import { nodesWith, runNode } from "./support/run-node.js";

let server: Server;
let port: number;
let asked: number;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    asked++;
    const to = new URL(incoming.url ?? "/", "http://host").searchParams.get("to");
    if (to === null) response.end("private");
    else response.writeHead(302, { location: to }).end();
  });
  await once(server.listen(0, "::"), "listening");
  port = (server.address() as AddressInfo).port;
});

beforeEach(() => {
  asked = 0;
});

afterAll(() => server.close());

const at = (host: string) => `http://${host}:${port}/`;

describe.each<[string, typeof runNode]>([
  ["no policy", runNode],
  ["a policy against it", nodesWith((c) => c.bind(NetworkPolicy).toConstantValue({ allowPrivate: false }))],
])("with %s nothing private is reached", (_, run) => {
  it.each([
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.9.9.9",
    "0.0.0.0",
    "0",
    "localhost",
    "LOCALHOST",
    "%6c%6f%63alhost",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
  ])("by the host %s", async (host) => {
    expect(await rejection(run("http-request", { parameters: { url: at(host) } }))).toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("private addresses are not allowed"),
    });
    expect(asked).toBe(0);
  });
});

it("is reached where the policy allows it", async () => {
  const run = nodesWith((container) => container.bind(NetworkPolicy).toConstantValue({ allowPrivate: true }));
  for (const host of ["127.0.0.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]"]) {
    expect(await run("http-request", { parameters: { url: at(host) } })).toMatchObject({ body: "private" });
  }
});

it("is asked for anew by a policy that changes", async () => {
  const policy = { allowPrivate: true };
  const run = nodesWith((container) => container.bind(NetworkPolicy).toConstantValue(policy));
  const ask = () => run("http-request", { parameters: { url: at("127.0.0.1") } });
  await ask();
  policy.allowPrivate = false;

  expect(await rejection(ask())).toMatchObject({ code: "FORBIDDEN" });
});

/** As dns.lookup, of a name that has these addresses, each time the next ones. */
function namesOf(...turns: string[][]): typeof dns.lookup {
  const resolve = (_: string, __: unknown, answer: (error: null, found: dns.LookupAddress[]) => void) => {
    const addresses = turns.length > 1 ? turns.shift() : turns[0];
    answer(
      null,
      (addresses ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return resolve as typeof dns.lookup;
}

/** For these tests, 127.0.0.2 and ::1 stand for the public internet. */
const isPublic = (address: string) => address === "127.0.0.2" || address === "::1";

async function ask(url: string, resolve: typeof dns.lookup) {
  const agent = guardedAgent(isPublic, resolve);
  const content = requestContent({}, undefined);
  const { signal } = new AbortController();
  try {
    const response = await exchange({ url: new URL(url), method: "GET", ...content }, agent, signal);
    return await response.text();
  } finally {
    await agent.destroy();
  }
}

describe("a name", () => {
  it("is reached at the addresses that were checked", async () => {
    expect(await ask(at("public.test"), namesOf(["127.0.0.2"]))).toBe("private");
    expect(await ask(at("public.test"), namesOf(["::1", "127.0.0.2"]))).toBe("private");
  });

  it.each([
    ["loopback", ["127.0.0.1"]],
    ["a private address", ["10.0.0.1"]],
    ["IPv6 that embeds loopback", ["::ffff:127.0.0.1"]],
    ["a public address and another", ["127.0.0.2", "127.0.0.1"]],
  ])("is refused when it leads to %s", async (_, addresses) => {
    expect(await rejection(ask(at("rebound.test"), namesOf(addresses)))).toMatchObject({ code: "FORBIDDEN" });
    expect(asked).toBe(0);
  });

  it("is refused when it leads elsewhere the next time", async () => {
    const url = `${at("rebound.test")}?to=${encodeURIComponent(at("rebound.test"))}`;
    const resolve = namesOf(["127.0.0.2"], ["127.0.0.1"]);

    // The connection is kept for the same origin, so that a second look-up needs a second agent.
    expect(await ask(at("rebound.test"), resolve)).toBe("private");
    expect(await rejection(ask(url, resolve))).toMatchObject({ code: "FORBIDDEN" });
    expect(asked).toBe(1);
  });

  it("that is unknown is an error", async () => {
    const unknown = ((_: string, __: unknown, answer: (error: Error) => void) =>
      answer(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }))) as typeof dns.lookup;
    expect(await rejection(ask(at("none.test"), unknown))).toMatchObject({
      code: "HTTP_ERROR",
      data: { code: "ENOTFOUND" },
    });
  });
});

it.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "169.254.169.254", "2130706433"])(
  "a redirect from a public address to %s is refused",
  async (host) => {
    const url = `${at("public.test")}?to=${encodeURIComponent(at(host))}`;
    expect(await rejection(ask(url, namesOf(["127.0.0.2"], ["127.0.0.1"])))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(asked).toBe(1);
  },
);

it("a proxy of the environment is no way around", async () => {
  process.env.HTTP_PROXY = at("127.0.0.1");
  try {
    const call = runNode("http-request", { parameters: { url: "http://169.254.169.254/" } });
    expect(await rejection(call)).toMatchObject({ code: "FORBIDDEN" });
    expect(asked).toBe(0);
  } finally {
    delete process.env.HTTP_PROXY;
  }
});

it("fetch's own agent would have gone there", async () => {
  expect(await (await fetch(at("127.0.0.1"))).text()).toBe("private");
});
