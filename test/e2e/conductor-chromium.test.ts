import type { Browser } from "playwright-core";
import { WebSocket } from "ws";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { createConductor } from "../../src/conductor/index.js";
import {
  createContainer,
  createRpcServer,
  type RpcServer,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import { elementsRun } from "../conductor/support/elements-run.js";
import { tempDir } from "../services/support/temp-dir.js";
import { describeWithChromium, launchChromium } from "../support/chromium.js";
import { type PageServer, servePages } from "../support/isolated-world/page-server.js";
import { TOKEN } from "../support/json-rpc-server.js";
import { pageScript } from "../support/page-script.js";
import { atomitonIn } from "../workflow/support/atomiton.js";

/** Runs the sample in the page, by a conductor of the page's own. */
const ENTRY = `
  import { createConductor } from "./src/conductor/index.js";
  import { connectWebSocket, createRPCClient } from "./src/renderer/index.js";
  import { elementsRun } from "./test/conductor/support/elements-run.js";
  globalThis.run = (url, token) =>
    elementsRun(createConductor({ rpcClient: createRPCClient({ bridge: connectWebSocket({ url, token }) }) }));
`;

type PageGlobals = { run(url: string, token: string): ReturnType<typeof elementsRun> };

describeWithChromium("a conductor in a page of Chromium", () => {
  let browser: Browser;
  let pages: PageServer;
  let server: RpcServer;
  let url: string;

  beforeEach(async () => {
    pages = await servePages({ "/": '<script src="page.js"></script>', "/page.js": await pageScript(ENTRY) });
    const container = createContainer();
    container.load(...atomitonIn(tempDir()));
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    server = createRpcServer({ container, logger: silent });
    const transport = webSocketTransport({ token: TOKEN, allowedOrigins: [pages.origin] });
    await server.listen(transport);
    url = transport.address.url;
    browser = await launchChromium();
  });
  afterEach(async () => {
    await browser?.close();
    await server?.close();
    await pages?.close();
  });

  it("runs the sample on a CSV file, and is told what a conductor in Node is told", async () => {
    const page = await browser.newPage();
    await page.goto(pages.origin);
    const inPage = await page.evaluate(
      ([url, token]) => (globalThis as unknown as PageGlobals).run(url, token),
      [url, TOKEN] as const,
    );
    const bridge = connectWebSocket({ url, token: TOKEN, WebSocket });
    const inNode = await elementsRun(
      createConductor({ rpcClient: createRPCClient<AtomitonAPI>({ bridge }) }),
    );
    bridge.close();

    expect(inPage).toEqual(inNode);
    expect(inPage.status).toBe("succeeded");
    expect(inPage.outputs.report).toContain("\n| solid | 72 | 112.576 | Lithium | Uranium |\n");
    expect(inPage.progress).toHaveLength(8);
  });
});
