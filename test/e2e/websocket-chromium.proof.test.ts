import type { Browser, Page } from "playwright-core";
import { describeWithChromium, launchChromium } from "../support/chromium.js";
import { type PageServer, servePages } from "../support/isolated-world/page-server.js";
import { ChildServer } from "../support/json-rpc-child.js";
import { survivesRestart } from "../support/json-rpc-restart.js";
import type { RestartClient } from "../support/json-rpc-restart-client.js";
import { TOKEN } from "../support/json-rpc-server.js";
import { pageScript } from "../support/page-script.js";
import { sample, sized } from "../support/sized.js";

const CHUNK_BYTES = 64 * 1024;

/** Bytes streamed in all. */
const STREAM_BYTES = sized(
  { small: 32 * 1024 ** 2, ci: 256 * 1024 ** 2, full: 1024 ** 3 },
  "ATOMITON_TEST_STREAM_BYTES",
);

/** Chunks that may be under way to a reader by default. */
const WINDOW = 256;

/** Connects the page, and keeps its client where the test finds it. */
const ENTRY = `
  import { connectWebSocket } from "./src/renderer/index.js";
  import { RestartClient } from "./test/support/json-rpc-restart-client.js";
  globalThis.connect = (url, token) => {
    globalThis.client = new RestartClient(connectWebSocket({ url, token, reconnect: { maxDelayMs: 500 } }));
  };
`;

type PageGlobals = { client: RestartClient; connect(url: string, token: string): void };

describeWithChromium("a page of Chromium, over WebSocket", () => {
  let browser: Browser;
  let pages: PageServer;
  let server: ChildServer;
  let page: Page;

  beforeAll(async () => {
    pages = await servePages({ "/": '<script src="page.js"></script>', "/page.js": await pageScript(ENTRY) });
    server = new ChildServer([pages.origin]);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });

  beforeEach(async () => {
    await server.start();
    page = await browser.newPage();
    await page.goto(pages.origin);
    await page.evaluate(([url, token]) => (globalThis as unknown as PageGlobals).connect(url, token), [
      server.url,
      TOKEN,
    ] as const);
  });
  afterEach(async () => {
    await page.close();
    await server.stop("SIGKILL");
  });

  it.each(sample(["SIGKILL", "SIGTERM"] as const, 2))(
    "gets its 50 subscriptions and idempotent calls back, none doubled, when its server is restarted by %s",
    async (signal) => {
      await survivesRestart(
        server,
        signal,
        (run, arg) =>
          page.evaluate(
            ([source, given]) => {
              const { client } = globalThis as unknown as PageGlobals;
              // The step arrives as text.
              return (new Function(`return ${source}`)() as typeof run)(client, given as typeof arg);
            },
            [run.toString(), arg] as const,
          ) as ReturnType<typeof run> as never,
      );
    },
  );

  it("reads a long stream of 64 KB chunks whole, and its server is never far ahead", async () => {
    const count = Math.ceil(STREAM_BYTES / CHUNK_BYTES);
    const { read, ahead } = await page.evaluate(
      async ([chunks, bytes]) => {
        const { rpc } = (globalThis as unknown as PageGlobals).client;
        let [read, ahead] = [0, 0];
        for await (const chunk of rpc.child.chunks(chunks, bytes)) {
          const number = new DataView(chunk.buffer, chunk.byteOffset).getUint32(0);
          if (number !== read || chunk.byteLength !== bytes) throw new Error(`${number} came for ${read}`);
          if (++read % 64 === 0) ahead = Math.max(ahead, (await rpc.child.made()) - read);
        }
        return { read, ahead };
      },
      [count, CHUNK_BYTES] as const,
    );
    process.stdout.write(`Streamed ${count} chunks; the server was at most ${ahead} ahead.\n`);
    expect(read).toBe(count);
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThanOrEqual(WINDOW);
  }, 600_000);
});
