import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { describeWithChromium, launchChromium } from "../support/chromium.js";
import { AppRunner } from "./support/app-runner.js";

const IMAGES = join(import.meta.dirname, "..", "..", "docs", "images");

describeWithChromium("the page in web-only mode", () => {
  const runner = new AppRunner();
  /** Of those tests that change nothing of it. */
  const shared = new AppRunner(afterAll);
  let sharedUrl: string;
  let browser: Browser;
  const opened: Page[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    sharedUrl = await shared.startWeb().url;
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
    complaints = [];
  });

  /** A page of its own, whose complaints are kept. */
  async function open(url: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    opened.push(page);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(url);
    return page;
  }

  const connected = (page: Page) =>
    page.getByRole("status").getByText("Connected", { exact: true }).waitFor();

  it("loads without a complaint in the console and shows the system, live", async () => {
    const page = await open(sharedUrl);
    await connected(page);
    const system = page.getByRole("region", { name: "System" });
    await system.getByText("web-only").waitFor();
    expect(await system.locator("dl").allTextContents()).toEqual([
      expect.stringMatching(/Statusok.*Uptime\d+ s.*Memory[\d.]+ MiB/),
      expect.stringContaining(process.versions.node),
    ]);
    const uptime = await system.locator("dd").nth(1).textContent();
    await page.waitForFunction(
      (before) => document.querySelectorAll("#system-live dd")[1]?.textContent !== before,
      uptime,
    );
    expect(complaints).toEqual([]);
  });

  it("tells the user of a damaged database that was set aside", async () => {
    const dataDir = runner.tempDir();
    writeFileSync(join(dataDir, "atomiton.db"), "not a database ".repeat(100));
    const page = await open(await runner.startWeb("--data-dir", dataDir).url);

    const system = page.getByRole("region", { name: "System" });
    await system
      .getByText(/^The database was damaged\. It is kept as atomiton\.db\.damaged-\S+, and/)
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it("sets and gets a stored value, and tells another page of the change", async () => {
    const url = await runner.startWeb().url;
    const [page, other] = await Promise.all([open(url), open(url)]);
    await Promise.all([connected(page), connected(other)]);

    const storage = page.getByRole("region", { name: "Storage" });
    await storage.getByLabel("Key").fill("colour");
    await storage.getByLabel("Value", { exact: true }).fill("teal");
    await storage.getByRole("button", { name: "Set" }).click();
    await storage.getByLabel("Stored value").getByText('"teal"').waitFor();

    const elsewhere = other.getByRole("region", { name: "Storage" });
    await elsewhere.getByRole("log", { name: "Changes" }).getByText("set colour").waitFor();
    await elsewhere.getByLabel("Key").fill("colour");
    await elsewhere.getByRole("button", { name: "Get" }).click();
    await elsewhere.getByLabel("Stored value").getByText('"teal"').waitFor();
    expect(complaints).toEqual([]);
  });

  it("runs a test-node and a JSONata transform", async () => {
    const page = await open(sharedUrl);
    const node = page.getByRole("region", { name: "Node" });
    const result = node.getByLabel("Result");

    await node.getByLabel("Inputs (JSON)").fill('{ "value": 42 }');
    await node.getByRole("button", { name: "Run" }).click();
    await result.getByText('"value": 42').waitFor();
    await node.getByText(/^test-node succeeded in \d+ ms$/).waitFor();

    await node.getByLabel("Type").selectOption("transform");
    await node.getByLabel("Expression").fill("value * 2");
    await node.getByRole("button", { name: "Run" }).click();
    await result.getByText('"value": 84').waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows errors with their code and message, until the next success", async () => {
    const page = await open(sharedUrl);
    const storage = page.getByRole("region", { name: "Storage" });
    await storage.getByLabel("Key").fill("k".repeat(513));
    await storage.getByRole("button", { name: "Set" }).click();
    const alert = storage.getByRole("alert");
    expect(await alert.textContent()).toMatch(/^INVALID_PARAMS A storage key must have 1 to 512 characters/);

    await storage.getByLabel("Key").fill("short");
    await storage.getByRole("button", { name: "Set" }).click();
    await alert.waitFor({ state: "hidden" });

    const node = page.getByRole("region", { name: "Node" });
    await node.getByLabel("Type").selectOption("transform");
    await node.getByLabel("Expression").fill("value *");
    await node.getByRole("button", { name: "Run" }).click();
    await node.getByRole("alert").getByText("EXPRESSION_ERROR").waitFor();
    await node.getByLabel("Inputs (JSON)").fill("{");
    await node.getByRole("button", { name: "Run" }).click();
    await node.getByRole("alert").getByText("SyntaxError").waitFor();
    expect(complaints).toEqual([]);
  });

  it("says what is wrong with an address without a token", async () => {
    const page = await open(sharedUrl.replace(/#.*/, ""));
    await page.getByRole("status").getByText("This address has no #token").waitFor();
    expect(complaints).toEqual([]);
  });

  it("says when the application is gone, and goes on when it is back", async () => {
    const token = "a-token-for-the-tests";
    const app = runner.startWeb("--token", token);
    const url = await app.url;
    const page = await open(url);
    await connected(page);
    await app.stop();
    await page.getByRole("status").getByText("Connecting again").waitFor();

    await runner.start([
      "--no-open",
      "--port",
      new URL(url).port,
      "--token",
      token,
      "--data-dir",
      runner.tempDir(),
    ]).url;
    await connected(page);
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByLabel("Stored value").getByText("Good morning, Ada").waitFor();
  });

  it("runs no code that came as text", async () => {
    const page = await open(sharedUrl);
    const refused = await page.evaluate(
      () =>
        // In a timer, because what the debugger itself evaluates is exempt.
        new Promise((resolve) =>
          setTimeout(() => {
            try {
              resolve(new Function("return 'it ran'")());
            } catch (error) {
              resolve((error as Error).name);
            }
          }),
        ),
    );
    expect(refused).toBe("EvalError");
    await expect(page.addScriptTag({ content: "1" })).rejects.toThrow("TrustedScript");
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 400],
    ["dark", 400],
  ] as const)("fits a %s window %i wide", async (colorScheme, width) => {
    const page = await open(sharedUrl, { colorScheme, viewport: { width, height: 800 } });
    await connected(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  // For the README: ATOMITON_SCREENSHOT=1 npm test -- test/app/page
  if (process.env.ATOMITON_SCREENSHOT === "1") {
    it("writes the picture of the README", async () => {
      const page = await open(sharedUrl, { viewport: { width: 1280, height: 720 } });
      await connected(page);
      await page.getByRole("button", { name: "Set" }).click();
      await page.getByLabel("Type").selectOption("transform");
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("transform succeeded").waitFor();
      await page.locator("body").click({ position: { x: 640, y: 10 } });
      mkdirSync(IMAGES, { recursive: true });
      await page.screenshot({ path: join(IMAGES, "app.png") });
      expect(complaints).toEqual([]);
    });
  }
});
