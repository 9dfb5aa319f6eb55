import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import type { AtomitonBridge } from "../../src/shared/bridge.js";

const OUT = join(import.meta.dirname, "..", "..", "out");

/** The page's own view of the bridge. */
declare const atomitonBridge: AtomitonBridge;

describe("the application in Electron", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "atomiton-electron-test-"));
  let app: ElectronApplication;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const executablePath = createRequire(import.meta.url)("electron") as unknown as string;
    app = await _electron.launch({ executablePath, args: [OUT, "--data-dir", dataDir] });
    page = await app.firstWindow();
    await page.waitForLoadState();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
  });
  afterAll(async () => {
    await app?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("serves the page from its own origin, under a strict policy", async () => {
    expect(page.url()).toBe("app://atomiton/");
    expect(await page.title()).toBe("Atomiton");
    const policy = await page.evaluate(async () =>
      (await fetch(location.href)).headers.get("Content-Security-Policy"),
    );
    expect(policy).toContain("script-src 'self'");
  });

  it("gives the page the bridge and nothing of Node or Electron", async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(atomitonBridge),
      node: ["require", "process", "module", "Buffer", "electron"].filter((name) => name in globalThis),
    }));
    expect(seen).toEqual({ bridge: ["invoke", "on", "send"], node: [] });
  });

  it("carries calls through the preload to the services and back", async () => {
    const replies = await page.evaluate(async () => [
      await atomitonBridge.invoke("node.execute", [{ nodeId: "test-node", inputs: { value: 42 } }]),
      await atomitonBridge.invoke("node.execute", [{ nodeId: 1 }]),
      await atomitonBridge.invoke("no.such"),
    ]);
    expect(replies).toMatchObject([
      { result: { success: true, outputs: { value: 42 } } },
      { error: { code: "INVALID_PARAMS" } },
      { error: { code: "METHOD_NOT_FOUND" } },
    ]);
  });

  it("shows the system, sets a value and runs a node", async () => {
    await page.getByRole("region", { name: "System" }).getByText(process.arch).waitFor();
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByLabel("Stored value").getByText("Good morning, Ada").waitFor();
    await page.getByRole("log", { name: "Changes" }).getByText("set greeting").waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByLabel("Result").getByText('"value": 42').waitFor();
    expect(complaints).toEqual([]);
  });

  it("keeps values that JSON has no form for, and survives a reload", async () => {
    await page.evaluate(() =>
      atomitonBridge.invoke("storage.set", ["map", new Map([["when", new Date(0)]])]),
    );
    await page.reload();
    const kept = await page.evaluate(async () => {
      const reply = await atomitonBridge.invoke("storage.get", ["map"]);
      return "result" in reply && (reply.result as Map<string, Date>).get("when")?.getTime();
    });
    expect(kept).toBe(0);
  });

  it("stays on its page and opens no other", async () => {
    const refused = await page.evaluate(() => {
      location.href = "https://example.com/";
      return window.open("https://example.com/") === null;
    });
    expect(refused).toBe(true);
    await page.evaluate(() => atomitonBridge.invoke("system.health"));
    expect(page.url()).toBe("app://atomiton/");
    expect(app.windows()).toHaveLength(1);
  });

  it("ends with 0", async () => {
    const ended = new Promise((resolve) => app.process().once("exit", resolve));
    // The process may be gone before it can say that it was told.
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
    expect(await ended).toBe(0);
  });
});
