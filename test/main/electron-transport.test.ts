import type { IpcMainInvokeEvent } from "electron";
import { RpcError } from "../../decorators/index.js";
import { allowOrigins, createContainer, createRpcServer, electronTransport } from "../../src/main/index.js";
import { createFakeElectron } from "../../src/testing/electron/index.js";
import { arrivals, openApp, raw } from "./support/electron.js";
import { memoryLogger } from "./support/session.js";

describe("a reply", () => {
  it("is an envelope, whatever the handler throws: ipcMain.handle would lose code and data", async () => {
    const { electron, server } = await openApp();
    server.router.register("declared", () => {
      throw new RpcError("NOT_FOUND", "gone", { data: { id: 1 } });
    });
    server.router.register("nothing", () => {
      throw undefined;
    });
    const { invoke } = raw(electron.openWindow());
    await expect(invoke({ method: "declared" })).resolves.toEqual({
      error: { code: "NOT_FOUND", message: "gone", data: { id: 1 } },
    });
    await expect(invoke({ method: "nothing" })).resolves.toMatchObject({ error: { code: "INTERNAL" } });
    await expect(invoke("junk")).resolves.toMatchObject({ error: { code: "INVALID_REQUEST" } });
    expect(electron.log).toEqual([]);
  });

  it.each<[path: string, result: unknown]>([
    ["result: function", () => {}],
    ["result.user.save: function", { user: { save: () => {} } }],
    ["result.state: Proxy", { state: new Proxy({}, {}) }],
    // Within a list, for a promise as the result itself is awaited.
    ["result[0]: Promise", [Promise.resolve()]],
  ])("that cannot be cloned is NOT_SERIALIZABLE with the path %s", async (path, result) => {
    const { electron, server } = await openApp();
    server.router.register("probe", async () => result);
    await expect(raw(electron.openWindow()).invoke({ method: "probe" })).resolves.toEqual({
      error: {
        code: "NOT_SERIALIZABLE",
        message: `Cannot be sent: ${path}. Send data only`,
        data: { path },
      },
    });
  });

  it("to a page that is gone is UNAVAILABLE, and begins nothing", async () => {
    const { electron, server } = await openApp();
    let runs = 0;
    server.router.register("probe", () => ++runs);
    const event = { senderFrame: null, sender: electron.openWindow().webContents };
    const reply = electron.ipcMain.handlerOf("rpc:invoke")?.(event as unknown as IpcMainInvokeEvent, {
      method: "probe",
    });
    await expect(reply).resolves.toEqual({ error: { code: "UNAVAILABLE", message: "The page is gone" } });
    expect(runs).toBe(0);
    expect(server.sessions().size).toBe(0);
  });
});

describe("a frame that is not there any more gets UNAVAILABLE and no session:", () => {
  it.each<[what: string, frame: object]>([
    [
      "one that is detached, whose document another one has replaced",
      { detached: true, isDestroyed: () => false },
    ],
    ["one that is destroyed", { detached: false, isDestroyed: () => true }],
  ])("%s", async (_what, state) => {
    const { electron, server } = await openApp();
    const { webContents, frame } = electron.openWindow();
    const gone = {
      url: frame.url,
      origin: frame.origin,
      parent: null,
      frameToken: frame.frameToken,
      ...state,
    };
    const event = { senderFrame: gone, sender: webContents } as unknown as IpcMainInvokeEvent;
    await expect(electron.ipcMain.handlerOf("rpc:invoke")?.(event, { method: "rpc.ping" })).resolves.toEqual({
      error: { code: "UNAVAILABLE", message: "The page is gone" },
    });
    expect(server.sessions().size).toBe(0);
  });
});

describe("a session is one document's:", () => {
  it("a new main document ends those of its iframes, though Electron may destroy them later", async () => {
    const { electron, server } = await openApp(allowOrigins(["app://atomiton"], { subframes: true }));
    const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
    const iframe = window.openFrame({ url: "app://atomiton/frame.html" });
    for (const each of [window, iframe]) await raw(each).invoke({ method: "rpc.ping" });
    const [isMainFrame, noProcess, noFrame] = [true, -1, -1];
    window.webContents.emit("did-frame-navigate", {}, "", 200, "OK", isMainFrame, noProcess, noFrame);
    expect(server.sessions().size).toBe(0);
  });

  it("each window and each iframe has its own", async () => {
    const { electron, server } = await openApp(allowOrigins(["app://atomiton"], { subframes: true }));
    const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
    const iframe = window.openFrame({ url: "app://atomiton/frame.html" });
    for (const each of [window, iframe, electron.openWindow(), window]) {
      await raw(each).invoke({ method: "rpc.ping" });
    }
    expect(server.sessions().size).toBe(3);
  });

  it.each<[what: string, end: (window: ReturnType<typeof open>) => void]>([
    ["a navigation", (window) => window.navigate("app://atomiton/other.html")],
    ["a reload", (window) => window.reload()],
    ["a crash", (window) => window.crash()],
    ["a close", (window) => window.close()],
  ])("%s ends it and its calls", async (_what, end) => {
    const { electron, server } = await openApp();
    server.router.register("wait", () => new Promise(() => {}));
    const window = open(electron);
    raw(window).send({ method: "wait" });
    await arrivals();
    const [session] = server.sessions();
    expect(session?.calls.size).toBe(1);
    end(window);
    await arrivals();
    expect(session?.idle).toBe(true);
    expect(server.sessions().size).toBe(0);
  });

  it("a new fragment in the address leaves it as it is", async () => {
    const { electron, server } = await openApp();
    const window = open(electron);
    await raw(window).invoke({ method: "rpc.ping" });
    const [session] = server.sessions();
    window.navigate("app://atomiton/index.html#part");
    await raw(window).invoke({ method: "rpc.ping" });
    expect([...server.sessions()]).toEqual([session]);
  });

  it("the next document in the same WebFrameMain gets no event the last one asked for", async () => {
    const { electron, server, log } = await openApp();
    const window = open(electron);
    await raw(window).invoke({ method: "rpc.ping" });
    const [old] = server.sessions();
    const { frame } = window;
    window.reload();
    expect(window.frame).toBe(frame);
    const received: unknown[] = [];
    raw(window).on("news", (payload) => received.push(payload));
    old?.peer.emit("news", "for the old page");
    await arrivals();
    expect(received).toEqual([]);
    expect(log.at(-1)?.message).toMatch(/^news dropped: the frame of electron-1 is gone$/);
  });
});

const open = (electron: ReturnType<typeof createFakeElectron>) => electron.openWindow();

describe("listening", () => {
  it("twice with one server handles each call once", async () => {
    const { electron, server } = await openApp();
    const transport = electronTransport({
      ipcMain: electron.ipcMain,
      senders: allowOrigins(["app://atomiton"]),
    });
    await server.listen(transport);
    await server.listen(transport);
    let runs = 0;
    server.router.register("count", () => ++runs);
    const page = raw(open(electron));
    page.send({ method: "count" });
    await page.invoke({ method: "count" });
    expect(runs).toBe(2);
  });

  it("with a second server, as after a hot reload of main, takes the channels from the first", async () => {
    const { electron, server: first, serve } = await openApp();
    const page = raw(open(electron));
    first.router.register("who", () => "first");
    await expect(page.invoke({ method: "who" })).resolves.toEqual({ result: "first" });
    const { server: second } = await serve();
    second.router.register("who", () => "second");
    await expect(page.invoke({ method: "who" })).resolves.toEqual({ result: "second" });
    expect(first.sessions().size).toBe(0);
    expect(electron.listenerCounts()).toMatchObject({
      handlers: ["rpc:invoke"],
      ipcMain: { "rpc:send": 1 },
    });
  });

  it("goes on at the second when the first is closed afterwards", async () => {
    const { electron, server: first, serve } = await openApp();
    await serve();
    await first.close();
    await expect(raw(open(electron)).invoke({ method: "rpc.ping" })).resolves.toEqual({ result: "pong" });
  });
});

it("closing leaves no handler and no listener, in ipcMain or in any window", async () => {
  const { electron, server } = await openApp();
  const windows = [open(electron), open(electron)];
  for (const window of windows) await raw(window).invoke({ method: "rpc.ping" });
  await server.close();
  expect(electron.listenerCounts()).toEqual({
    handlers: [],
    ipcMain: {},
    webContents: {},
    preloadScripts: [],
  });
});

describe("given a session, the preload", () => {
  const listen = async (electron: ReturnType<typeof createFakeElectron>, preload?: string) => {
    const server = createRpcServer({ container: createContainer(), logger: memoryLogger().logger });
    const { ipcMain, session } = electron;
    const senders = allowOrigins(["app://atomiton"]);
    await server.listen(electronTransport({ ipcMain, session, senders, ...(preload && { preload }) }));
    return server;
  };

  it("of this package is registered for its windows, beside those of others", async () => {
    const electron = createFakeElectron();
    electron.session.registerPreloadScript({ type: "frame", id: "other", filePath: "/other.js" });
    await listen(electron);
    expect(electron.session.getPreloadScripts()).toEqual([
      { type: "frame", id: "other", filePath: "/other.js" },
      { type: "frame", id: "atomiton-rpc", filePath: expect.stringMatching(/[\\/]preload[\\/]index\.cjs$/) },
    ]);
  });

  it("may be the app's own, and is registered once however often a server listens", async () => {
    const electron = createFakeElectron();
    await listen(electron, "/first.cjs");
    await listen(electron, "/second.cjs");
    expect(electron.session.getPreloadScripts()).toEqual([
      { type: "frame", id: "atomiton-rpc", filePath: "/second.cjs" },
    ]);
  });

  it("replaces one that a main which was killed left behind", async () => {
    const electron = createFakeElectron();
    electron.session.registerPreloadScript({ type: "frame", id: "atomiton-rpc", filePath: "/stale.cjs" });
    await listen(electron, "/fresh.cjs");
    expect(electron.session.getPreloadScripts()).toMatchObject([{ filePath: "/fresh.cjs" }]);
  });

  it("is gone when the server closes", async () => {
    const electron = createFakeElectron();
    const server = await listen(electron);
    await server.close();
    expect(electron.session.getPreloadScripts()).toEqual([]);
  });
});
