import { jest } from "@jest/globals";
import { WebSocket } from "ws";
import { RpcError, type RpcSender } from "../../decorators/index.js";
import {
  allowOrigins,
  createContainer,
  createRpcServer,
  type ElectronTransportOptions,
  electronTransport,
  type WebSocketTransportOptions,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket } from "../../src/renderer/index.js";
import { createFakeElectron } from "../../src/testing/index.js";
import { arrivals, exposeRaw, raw } from "./support/electron.js";
import { memoryLogger } from "./support/session.js";

const seconds = () => Date.now() / 1_000;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function makeServer() {
  const { lines, logger } = memoryLogger();
  const server = createRpcServer({ container: createContainer(), logger, exposeInternals: false });
  closing.push(() => server.close());
  const senders = (): RpcSender[] => [...server.sessions()].map(({ peer }) => peer.sender);
  return { server, lines, senders };
}

describe("a session of a page in Electron", () => {
  async function openApp(options: Partial<ElectronTransportOptions> = {}) {
    const electron = createFakeElectron({ preload: exposeRaw });
    const made = makeServer();
    const { ipcMain } = electron;
    await made.server.listen(
      electronTransport({ ipcMain, senders: allowOrigins(["app://atomiton"]), ...options }),
    );
    return { ...made, electron };
  }

  it("knows its window and frame by Electron's ids, the window's name, and what it may claim", async () => {
    const asked: unknown[] = [];
    const { electron, senders } = await openApp({
      windowName: ({ id }) => `window ${id}`,
      claims: (frame) => {
        asked.push(frame);
        return { sub: "ada", roles: ["admin"] };
      },
    });
    const window = electron.openWindow();
    await raw(window).invoke({ method: "rpc.ping" });
    await raw(window).invoke({ method: "rpc.ping" });
    const { id } = window.webContents;
    expect(senders()).toEqual([
      {
        id: "electron-1",
        transport: "electron",
        url: "app://atomiton/index.html",
        origin: "app://atomiton",
        webContentsId: id,
        frameId: window.frame.routingId,
        windowName: `window ${id}`,
        claims: { sub: "ada", roles: ["admin"] },
      },
    ]);
    expect(asked).toEqual([
      { origin: "app://atomiton", url: "app://atomiton/index.html", isMainFrame: true },
    ]);
  });

  it("is closed when its claims expire, its page is told, and claims are asked for again", async () => {
    let asked = 0;
    const { electron, server } = await openApp({ claims: () => ({ exp: seconds() + 0.05, asked: ++asked }) });
    const page = raw(electron.openWindow());
    const told = new Promise((resolve) => page.on("rpc.closed", resolve));
    server.router.register("wait", () => new Promise(() => {}));
    expect(await page.invoke({ method: "wait" })).toEqual({
      error: { code: "UNAUTHENTICATED", message: "The session's claims have expired" },
    });
    expect(await told).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(server.sessions().size).toBe(0);
    await expect(page.invoke({ method: "rpc.ping" })).resolves.toEqual({ result: "pong" });
    expect(asked).toBe(2);
  });

  it("is not opened for claims that have expired, nor for what are no claims", async () => {
    let given: unknown = { exp: seconds() - 1 };
    const { electron, server, lines } = await openApp({ claims: () => given as never });
    const page = raw(electron.openWindow());
    expect(await page.invoke({ method: "rpc.ping" })).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
    for (given of [Promise.resolve({}), "ada", { exp: "soon" }]) {
      expect(await page.invoke({ method: "rpc.ping" })).toMatchObject({ error: { code: "INTERNAL" } });
    }
    expect(server.sessions().size).toBe(0);
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(3);
  });

  it("that the server closes ends what runs, with the reason", async () => {
    const { electron, server } = await openApp();
    const page = raw(electron.openWindow());
    const told: unknown[] = [];
    page.on("rpc.closed", (error) => told.push(error));
    server.router.register("wait", () => new Promise(() => {}));
    const waiting = page.invoke({ method: "wait" });
    while (server.sessions().size === 0) await new Promise(setImmediate);
    for (const session of [...server.sessions()]) {
      session.close("Signed out");
      session.close("Signed out again");
    }
    expect(await waiting).toEqual({ error: { code: "UNAVAILABLE", message: "Signed out" } });
    await arrivals();
    expect(told).toEqual([{ code: "UNAVAILABLE", message: "Signed out" }]);
    expect(server.sessions().size).toBe(0);
  });
});

describe("a session of a socket", () => {
  async function openServer(options: Partial<WebSocketTransportOptions>) {
    const made = makeServer();
    const transport = webSocketTransport(options as WebSocketTransportOptions);
    await made.server.listen(transport);
    const connect = (token = "a token of this test") => {
      const { url } = transport.address;
      const bridge = connectWebSocket({ url, token, WebSocket, reconnect: false });
      closing.unshift(() => bridge.close());
      return bridge;
    };
    return { ...made, connect };
  }

  it("has the claims that authenticate gives for its handshake", async () => {
    const asked: unknown[] = [];
    const { connect, senders } = await openServer({
      authenticate: async (handshake) => {
        asked.push(handshake);
        await new Promise(setImmediate);
        return { sub: `holder of ${handshake.token}` };
      },
    });
    await connect("short").ready;
    expect(senders()).toMatchObject([{ transport: "websocket", claims: { sub: "holder of short" } }]);
    expect(asked).toEqual([
      {
        token: "short",
        origin: undefined,
        url: "/rpc?token=short",
        headers: expect.objectContaining({ upgrade: "websocket" }),
        remoteAddress: expect.stringContaining("127.0.0.1"),
      },
    ]);
  });

  it.each<
    [what: string, authenticate: NonNullable<WebSocketTransportOptions["authenticate"]>, status: number]
  >([
    ["knows nobody", () => undefined, 401],
    ["refuses", () => Promise.reject(new RpcError("UNAUTHENTICATED", "Who are you?")), 401],
    ["gives claims that have expired", () => ({ exp: 1 }), 401],
    [
      "fails",
      () => {
        throw new Error("no database");
      },
      503,
    ],
  ])("is not opened when authenticate %s", async (_what, authenticate, status) => {
    const { connect, lines, server } = await openServer({ authenticate });
    await expect(connect().ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(server.sessions().size).toBe(0);
    expect(lines.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(`^A socket was refused \\(${status}\\)`),
    );
  });

  it("is not opened when authenticate does not answer in time", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask", "performance"] });
    let reached = (): void => {};
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const { connect, lines } = await openServer({
      authenticate: () => {
        reached();
        return new Promise(() => {});
      },
    });
    const refused = expect(connect().ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await asked;
    jest.advanceTimersByTime(10_000);
    await refused;
    expect(lines.map(({ message }) => message)).toContainEqual(expect.stringContaining("refused (503)"));
    jest.useRealTimers();
  });

  it("is closed with its socket when its claims expire or the server closes it", async () => {
    const { connect, server } = await openServer({ authenticate: () => ({ exp: seconds() + 0.1 }) });
    server.router.register("wait", () => new Promise(() => {}));
    const bridge = connect();
    expect(await bridge.invoke("wait")).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
    while (bridge.connection.state !== "closed") await new Promise(setImmediate);
    expect(String(bridge.connection.error)).toContain("1008, The session's claims have expired");
    const other = connect();
    await other.ready;
    for (const session of server.sessions()) session.close("Signed out");
    while (other.connection.state !== "closed") await new Promise(setImmediate);
    expect(String(other.connection.error)).toContain("1008, Signed out");
  });
});

it("a transport without a token and without authenticate is refused", () => {
  expect(() => webSocketTransport({} as WebSocketTransportOptions)).toThrow("`token` must be a string");
  expect(() => webSocketTransport({ authenticate: "ada" as never })).toThrow(
    "`authenticate` must be a function",
  );
});
