import { buildSync } from "esbuild";
import {
  createFakeElectron,
  loadPreloadSource,
  type PreloadFunction,
} from "../../src/testing/electron/index.js";
import { turns } from "./electron-talking-app.js";

// The project's own preload, built as it is shipped: one CommonJS file.
const source = buildSync({
  entryPoints: ["src/preload/index.ts"],
  bundle: true,
  format: "cjs",
  external: ["electron"],
  write: false,
}).outputFiles[0]!.text;

describe("the project's preload", () => {
  const setUp = () => {
    const electron = createFakeElectron({ preload: loadPreloadSource(source) });
    const window = electron.openWindow();
    return { electron, window, bridge: window.page.atomitonBridge! };
  };

  it("exposes three functions, frozen", () => {
    const { bridge } = setUp();
    expect(Object.keys(bridge).sort()).toEqual(["invoke", "on", "send"]);
    expect(Object.isFrozen(bridge)).toBe(true);
  });

  it("invokes on rpc:invoke and sends on rpc:send", async () => {
    const { electron, bridge } = setUp();
    const sent: unknown[] = [];
    electron.ipcMain.handle("rpc:invoke", (_event, request: unknown) => ({ result: request }));
    electron.ipcMain.on("rpc:send", (_event, request: unknown) => sent.push(request));
    const request = { method: "node.execute", params: [{ at: new Date(0) }], meta: { id: "1" } };
    expect(await bridge.invoke(request.method, request.params, request.meta)).toEqual({ result: request });
    bridge.send("node.ping", [1]);
    await turns();
    expect(sent).toEqual([{ method: "node.ping", params: [1] }]);
  });

  it("listens until its unsubscribe is called, which another crossing of the callback could not do", async () => {
    const { window, bridge } = setUp();
    const payloads: unknown[] = [];
    const off = bridge.on("status", (payload) => payloads.push(payload));
    window.webContents.send("rpc:event:status", { done: 1 });
    await turns();
    off();
    window.webContents.send("rpc:event:status", { done: 2 });
    await turns();
    expect(payloads).toEqual([{ done: 1 }]);
  });

  it("gives the page a plain error where invoke rejects", async () => {
    const { bridge } = setUp();
    const error: Error = await bridge.invoke("node.execute").then(
      () => new Error("resolved"),
      (reason: Error) => reason,
    );
    expect(error.message).toBe(
      "Error invoking remote method 'rpc:invoke': Error: No handler registered for 'rpc:invoke'",
    );
  });

  it("sends to main what a page can hand over, and refuses a function at the process hop", async () => {
    const { bridge } = setUp();
    const callback = { onDone: () => {} };
    await expect(bridge.invoke("node.execute", [callback])).rejects.toThrow("An object could not be cloned.");
    expect(() => bridge.send("node.execute", [callback])).toThrow("An object could not be cloned.");
  });
});

describe("a sandboxed preload", () => {
  const evaluate = (body: string): unknown => {
    const electron = createFakeElectron({ preload: loadPreloadSource(body) });
    const { page } = electron.openWindow();
    return page.result ?? electron.log[0]?.detail;
  };
  const expose = (expression: string): unknown =>
    evaluate(`require("electron").contextBridge.exposeInMainWorld("result", ${expression})`);

  it.each([
    "electron",
    "electron/renderer",
    "events",
    "node:events",
    "timers",
    "node:timers",
    "url",
    "node:url",
  ])("can require %s", (name) => {
    expect(expose(`typeof require("${name}")`)).toMatch(/object|function/);
  });

  it.each(["fs", "node:fs", "path", "./other.js", "crypto"])("cannot require %s", (name) => {
    expect(evaluate(`require("${name}")`)).toMatchObject({ message: `module not found: ${name}` });
  });

  it("gets the renderer's part of electron only", () => {
    expect(expose(`Object.keys(require("electron")).sort()`)).toEqual(["contextBridge", "ipcRenderer"]);
  });

  it("has the globals of a sandboxed renderer", () => {
    const types = expose(
      "[Buffer, setImmediate, clearImmediate, process, global, module].map((it) => typeof it)",
    );
    expect(types).toEqual(["function", "function", "function", "object", "object", "object"]);
    expect(expose("[process.type, process.sandboxed, process.contextIsolated]")).toEqual([
      "renderer",
      true,
      true,
    ]);
  });

  it("that throws is printed and reported, and the window goes on", async () => {
    const electron = createFakeElectron({ preload: loadPreloadSource("throw new TypeError('broken')") });
    const window = electron.openWindow();
    const reported: unknown[] = [];
    window.webContents.on("preload-error", (_event, path: string, error: Error) =>
      reported.push(path, error.message),
    );
    await turns();
    expect(electron.log).toMatchObject([
      { process: "renderer", message: expect.stringContaining("Unable to load preload script: ") },
    ]);
    expect(reported).toEqual(["preload.js", "broken"]);
    expect(window.page).toEqual({});
  });
});

describe("preload scripts of the session", () => {
  const files: Record<string, string> = {
    "/first.cjs": `require("electron").contextBridge.exposeInMainWorld("first", Date.now())`,
    "/bridge.cjs": source,
  };
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return text;
  };
  const setUp = () => {
    const electron = createFakeElectron({ readFile });
    return { electron, session: electron.session };
  };

  it("run in windows opened later, before the window's own preload", () => {
    const { electron, session } = setUp();
    const before = electron.openWindow();
    session.registerPreloadScript({ type: "frame", id: "bridge", filePath: "/bridge.cjs" });
    const own: PreloadFunction = ({ contextBridge }) => contextBridge.exposeInMainWorld("atomitonBridge", 1);
    const window = electron.openWindow({ preload: own });
    expect(before.page.atomitonBridge).toBeUndefined();
    expect(typeof window.page.atomitonBridge?.invoke).toBe("function");
    expect(electron.log).toHaveLength(1);
  });

  it("run in an open window at its next load, until they are unregistered", () => {
    const { electron, session } = setUp();
    const window = electron.openWindow();
    session.registerPreloadScript({ type: "frame", id: "first", filePath: "/first.cjs" });
    window.reload();
    expect(window.page).toHaveProperty("first");
    session.unregisterPreloadScript("first");
    window.reload();
    expect(window.page).not.toHaveProperty("first");
  });

  it("of service workers do not run in frames", () => {
    const { electron, session } = setUp();
    session.registerPreloadScript({ type: "service-worker", id: "first", filePath: "/first.cjs" });
    expect(electron.openWindow().page).toEqual({});
  });

  it("whose file is missing are printed, and the others run", () => {
    const { electron, session } = setUp();
    session.registerPreloadScript({ type: "frame", id: "none", filePath: "/none.cjs" });
    session.registerPreloadScript({ type: "frame", id: "first", filePath: "/first.cjs" });
    expect(electron.openWindow().page).toHaveProperty("first");
    expect(electron.log).toMatchObject([{ message: "Unable to load preload script: /none.cjs" }]);
  });

  it("are known by an id that is unique, and random if none was given", () => {
    const { session } = setUp();
    const id = session.registerPreloadScript({ type: "frame", filePath: "/first.cjs" });
    expect(id).toMatch(/^[0-9a-f]{8}-/);
    expect(session.getPreloadScripts()).toEqual([{ type: "frame", id, filePath: "/first.cjs" }]);
    expect(() => session.registerPreloadScript({ type: "frame", id, filePath: "/bridge.cjs" })).toThrow(
      `Cannot register preload script with existing ID '${id}'`,
    );
    expect(() => session.unregisterPreloadScript("other")).toThrow(
      "Cannot unregister preload script with non-existing ID 'other'",
    );
  });

  it("need an absolute path", () => {
    const { session } = setUp();
    expect(() => session.registerPreloadScript({ type: "frame", filePath: "first.cjs" })).toThrow(
      "Preload script must have absolute path: first.cjs",
    );
  });
});

describe("preloads in iframes", () => {
  it("do not run, unless the window has nodeIntegrationInSubFrames", () => {
    const electron = createFakeElectron({ preload: loadPreloadSource(source) });
    const without = electron.openWindow().openFrame({ url: "app://atomiton/frame.html" });
    const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
    const withIt = window.openFrame({ url: "app://atomiton/frame.html" });
    expect(without.page.atomitonBridge).toBeUndefined();
    expect(withIt.page.atomitonBridge).toBeDefined();
    expect(withIt.page.atomitonBridge).not.toBe(window.page.atomitonBridge);
  });
});
