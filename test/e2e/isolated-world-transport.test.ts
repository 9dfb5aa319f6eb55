import { allowOrigins, electronTransport, type RpcServer } from "../../src/main/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import { probeServer } from "../behaviour/places.js";
import { describeWithChromium } from "../support/chromium.js";
import { type IsolatedWorldHost, launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";

/** Runs in the page: calls through the bridge itself, as the page has no client of ours here. */
const add = () =>
  (globalThis as unknown as { atomitonBridge: AtomitonBridge }).atomitonBridge.invoke("probe.add", [40, 2]);

/** Runs in the page: begins a call that never ends, and says nothing of it. */
const hang = () => {
  void (globalThis as unknown as { atomitonBridge: AtomitonBridge }).atomitonBridge.invoke("probe.hang", [
    "page",
  ]);
};

describeWithChromium("the real transport and router behind real renderer processes", () => {
  let host: IsolatedWorldHost;
  let server: RpcServer;
  let allowed: Set<string>;

  beforeEach(async () => {
    host = await launchIsolatedWorldHost({
      preload: compileProjectPreload(),
      pages: { "/index.html": "<!doctype html>one", "/other.html": "<!doctype html>two" },
    });
    server = probeServer();
    allowed = new Set([host.origin]);
    const senders = allowOrigins([...allowed], { subframes: true });
    await server.listen(electronTransport({ ipcMain: host.ipcMain, senders }));
  }, 60_000);

  afterEach(async () => {
    await server.close();
    const left = await host.close();
    expect(left).toEqual({ handlers: [], ipcMain: {}, webContents: {}, preloadScripts: [] });
  });

  test("a reload and a navigation each end the page's session; the next page calls in one of its own", async () => {
    const window = await host.openWindow("/index.html");
    const first = await window.evaluate(add);
    await window.evaluate(hang);
    const [before] = server.sessions();
    await window.reload();
    const second = await window.evaluate(add);
    const [afterReload] = server.sessions();
    await window.navigate("/other.html");
    const third = await window.evaluate(add);
    const [afterNavigation] = server.sessions();

    expect([first, second, third]).toEqual([{ result: 42 }, { result: 42 }, { result: 42 }]);
    expect(before?.calls.size).toBe(0);
    expect(new Set([before, afterReload, afterNavigation]).size).toBe(3);
    expect(server.sessions().size).toBe(1);
  });

  test("an iframe has a session of its own, which ends with it", async () => {
    const window = await host.openWindow("/index.html", { nodeIntegrationInSubFrames: true });
    await window.evaluate(add);
    const frame = await window.openFrame("/other.html");
    expect(await frame.evaluate(add)).toEqual({ result: 42 });
    expect(server.sessions().size).toBe(2);
    await frame.remove();
    await window.evaluate(add);
    // No event tells of it: it is looked for once a second.
    while (server.sessions().size > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await window.evaluate(add)).toEqual({ result: 42 });
  });

  test("a crash and a close leave no session", async () => {
    const crashing = await host.openWindow("/index.html");
    const closing = await host.openWindow("/index.html");
    await Promise.all([crashing.evaluate(hang), closing.evaluate(hang)]);
    await Promise.all([crashing.evaluate(add), closing.evaluate(add)]);
    expect(server.sessions().size).toBe(2);
    await crashing.crash();
    expect(server.sessions().size).toBe(1);
    await closing.close();
    expect(server.sessions().size).toBe(0);
  });

  test("a page of a foreign origin is refused", async () => {
    const window = await host.openWindow("/index.html");
    await window.navigate(`${host.origin.replace("127.0.0.1", "localhost")}/index.html`);
    const reply = await window.evaluate(add);
    expect(reply).toMatchObject({ error: { code: "FORBIDDEN" } });
    expect(server.sessions().size).toBe(0);
  });
});
