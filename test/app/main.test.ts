import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { jest } from "@jest/globals";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { type AtomitonBridge, createRPCClient } from "../../src/renderer/index.js";
import * as electron from "./support/electron-stub.js";

const OUT = join(import.meta.dirname, "..", "..", "out");

/** The built main module, over stand-ins for Electron's; test/electron drives it in the real one. */
describe("Electron's main process", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "atomiton-test-"));
  const { argv } = process;

  beforeAll(async () => {
    process.argv = ["electron", OUT, "--inspect=0", "--data-dir", dataDir];
    jest.unstable_mockModule("electron", () => electron);
    await import(pathToFileURL(join(OUT, "main", "main.js")).href);
    while (electron.windows.length === 0) await new Promise(setImmediate);
  });
  afterAll(async () => {
    process.argv = argv;
    for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
    rmSync(dataDir, { recursive: true, force: true });
  });

  const rpcOf = (bridge: unknown) => createRPCClient<AtomitonAPI>({ bridge: bridge as AtomitonBridge });
  const served = (url: string) => electron.handlers.get("app")?.({ url }) as Response;

  it("makes the page's scheme one with an origin, and keeps Chromium's files beside the data", () => {
    expect(electron.schemes.get("app")).toMatchObject({ standard: true, secure: true });
    expect(electron.app.paths.get("userData")).toBe(join(dataDir, "window"));
  });

  it("opens a sandboxed, isolated window without Node", () => {
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]?.options).toMatchObject({
      show: false,
      webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
    });
    expect(electron.windows[0]?.page?.frame.url).toBe("app://atomiton/");
    expect(electron.windows[0]?.shown).toBe(true);
  });

  it("serves the built page, under its policy, and nothing beside it", async () => {
    const page = served("app://atomiton/");
    expect(await page.text()).toBe(readFileSync(join(OUT, "renderer", "index.html"), "utf8"));
    expect(page.headers.get("Content-Security-Policy")).toContain("script-src 'self'");
    const elsewhere = [
      "app://atomiton/../main/main.js",
      "app://atomiton/%2e%2e/package.json",
      "app://other/",
    ];
    expect(elsewhere.map((url) => served(url).status)).toEqual([404, 404, 404]);
  });

  it("answers its own page, and no other", async () => {
    const rpc = rpcOf(electron.windows[0]?.page?.page.atomitonBridge);
    const result = await rpc.node.execute({ nodeId: "test-node", inputs: { value: 42 } });
    expect(result.outputs).toEqual({ value: 42 });
    const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
    const stranger = electron.fake.openWindow({ url: "https://example.com/" });
    await expect(rpcOf(stranger.page.atomitonBridge).system.health()).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    stranger.close();
    expect(warn.mock.calls).toEqual([[expect.stringContaining("https://example.com/ was refused")]]);
    warn.mockRestore();
  });

  it("refuses every permission, navigation, new window and webview", () => {
    let granted: boolean | undefined;
    electron.permissions.request?.(undefined, "media", (answer) => {
      granted = answer;
    });
    expect([granted, electron.permissions.check?.()]).toEqual([false, false]);

    const listeners = new Map<string, (event: object) => void>();
    let open: (() => unknown) | undefined;
    electron.app.emit(
      "web-contents-created",
      {},
      {
        on: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
        setWindowOpenHandler: (handler: () => unknown) => {
          open = handler;
        },
      },
    );
    const isPrevented = (name: string, url: string) => {
      const preventDefault = jest.fn();
      listeners.get(name)?.({ url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    expect(open?.()).toEqual({ action: "deny" });
    expect(isPrevented("will-attach-webview", "")).toBe(true);
    expect(isPrevented("will-frame-navigate", "https://example.com/")).toBe(true);
    expect(isPrevented("will-frame-navigate", "app://atomiton.example.com/")).toBe(true);
    expect(isPrevented("will-frame-navigate", "app://atomiton/")).toBe(false);
  });

  it("brings its window to the front for a second start, and opens a new one on macOS's activate", async () => {
    electron.app.emit("second-instance");
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]?.focused).toBe(1);

    for (const { page } of electron.windows.splice(0)) page?.close();
    electron.app.emit("activate");
    const rpc = rpcOf(electron.windows[0]?.page?.page.atomitonBridge);
    expect((await rpc.system.health()).status).toBe("ok");
  });

  it("quits only after everything is closed, and leaves no listener in Electron", async () => {
    electron.app.quit();
    expect(await electron.app.exited).toBe(0);
    expect(electron.fake.listenerCounts()).toEqual({
      handlers: [],
      ipcMain: {},
      webContents: {},
      preloadScripts: [],
    });
  });
});
