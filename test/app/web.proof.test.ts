import { once } from "node:events";
import { request } from "node:http";
import { WebSocket } from "ws";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import { rejection } from "../services/support/rejection.js";
import { sized } from "../support/sized.js";
import { AppRunner } from "./support/app-runner.js";

const runner = new AppRunner();

/** A request whose path is sent as it is, where fetch would tidy it. */
async function statusOf(url: string, path: string, method = "GET"): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path, method });
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

describe("the page's server", () => {
  const shared = new AppRunner(afterAll);
  let url: string;
  beforeAll(async () => {
    url = await shared.startWeb().url;
  });

  it("serves the page with a Content-Security-Policy that allows no inline script and no eval", async () => {
    const response = await fetch(url);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await response.text()).toContain("<title>Atomiton</title>");
  });

  it("serves each file that the page names, with its type", async () => {
    const html = await (await fetch(url)).text();
    const files = [...html.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, file]) => file as string);
    const types = await Promise.all(
      files.map(async (file) => (await fetch(new URL(file, url))).headers.get("content-type")),
    );
    expect(new Set(types)).toEqual(
      new Set(["image/svg+xml", "text/css; charset=utf-8", "text/javascript; charset=utf-8"]),
    );
  });

  it.each([
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/package.json",
    "/assets/../../package.json",
    "/..\\package.json",
    "//etc/passwd",
    "/assets",
    "/assets/",
    "/index.html/",
    "/__proto__",
    "/constructor",
    "/%00",
    "*",
  ])("finds nothing at %s", async (path) => {
    expect(await statusOf(url, path)).toBe(404);
  });

  it("answers HEAD, and refuses to be written to", async () => {
    expect(await statusOf(url, "/", "HEAD")).toBe(200);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect(await statusOf(url, "/", method)).toBe(405);
    }
  });
});

describe("the storage behind it", () => {
  /** A client of a running app, closed when the work is done. */
  async function withStorage(
    work: (storage: ReturnType<typeof createRPCClient<AtomitonAPI>>["storage"]) => Promise<void>,
  ): Promise<void> {
    const { host, hash } = new URL(await runner.startWeb().url);
    const bridge = connectWebSocket({
      url: `ws://${host}/rpc`,
      token: hash.slice("#token=".length),
      WebSocket,
    });
    try {
      await work(createRPCClient<AtomitonAPI>({ bridge }).storage);
    } finally {
      bridge.close();
    }
  }

  const LENGTH = sized({ small: 60_000, ci: 600_000, full: 600_000 });
  const nested = (depth: number): unknown => (depth === 0 ? "the end" : [nested(depth - 1)]);

  it("takes what its contract says, long and deep", async () => {
    await withStorage(async (storage) => {
      const long = Array.from({ length: LENGTH }, (_, index) => index % 7);
      await storage.set("long", long);
      await storage.set("deep", nested(250));
      await storage.set("text", "x".repeat(25 * LENGTH));
      expect(await storage.get("long")).toEqual(long);
      expect(await storage.get("deep")).toEqual(nested(250));
      expect(await storage.keys()).toEqual(["deep", "long", "text"]);
    });
  });

  it("refuses what is too large in words, and the connection stays", async () => {
    await withStorage(async (storage) => {
      const waiting = storage.get("nothing");
      expect(await rejection(storage.set("text", "x".repeat(17 * 1024 * 1024)))).toMatchObject({
        code: "PAYLOAD_TOO_LARGE",
      });
      expect(await rejection(storage.set("deep", nested(300)))).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
      expect(await rejection(storage.set("key", { constructor: 1 }))).toMatchObject({
        code: "INVALID_PARAMS",
      });
      expect(await waiting).toBeUndefined();
      expect(await storage.keys()).toEqual([]);
    });
  });
});
