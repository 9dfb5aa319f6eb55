import type { Browser, CDPSession, Page } from "playwright-core";
import { describeWithChromium, launchChromium } from "../support/chromium.js";
import { type PageServer, servePages } from "../support/isolated-world/page-server.js";
import { ChildServer } from "../support/json-rpc-child.js";
import { survivesRestart } from "../support/json-rpc-restart.js";
import type { RestartClient } from "../support/json-rpc-restart-client.js";
import { TOKEN } from "../support/json-rpc-server.js";
import { pageScript } from "../support/page-script.js";
import { sized } from "../support/sized.js";

const CHUNK_BYTES = 64 * 1024;

/** Bytes streamed in all. */
const STREAM_BYTES = sized(
  { small: 32 * 1024 ** 2, ci: 256 * 1024 ** 2, full: 1024 ** 3 },
  "ATOMITON_TEST_STREAM_BYTES",
);

/** What a page, or a server, may hold beyond what it held before. A window of 256 chunks is 16 MiB. */
const MAX_GROWTH_BYTES = 160 * 1024 * 1024;

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

  it.each(["SIGKILL", "SIGTERM"] as const)(
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

  it("reads a long stream of 64 KB chunks whole, and neither side's memory grows with it", async () => {
    const count = Math.ceil(STREAM_BYTES / CHUNK_BYTES);
    const devtools = await page.context().newCDPSession(page);
    const before = await heapOf(devtools);
    const peak = { heapBytes: 0 };
    const watch = setInterval(async () => {
      const heapBytes = await heapOf(devtools).catch(() => 0);
      peak.heapBytes = Math.max(peak.heapBytes, heapBytes);
    }, 50);

    const startedAt = performance.now();
    const read = await page.evaluate(
      async ([chunks, bytes]) => {
        const { rpc } = (globalThis as unknown as PageGlobals).client;
        const { rss } = await rpc.child.memory();
        let next = 0;
        for await (const chunk of rpc.child.chunks(chunks, bytes)) {
          const number = new DataView(chunk.buffer, chunk.byteOffset).getUint32(0);
          if (number !== next || chunk.byteLength !== bytes) throw new Error(`${number} came for ${next}`);
          next++;
        }
        const { peakRss } = await rpc.child.memory();
        return { next, rss, peakRss };
      },
      [count, CHUNK_BYTES] as const,
    );
    const seconds = (performance.now() - startedAt) / 1000;
    clearInterval(watch);

    process.stdout.write(
      `Streamed ${mega(count * CHUNK_BYTES)} in ${seconds.toFixed(1)} s. ` +
        `The page's heap: ${mega(before)} before, ${mega(peak.heapBytes)} at most. ` +
        `The server's memory: ${mega(read.rss)} before, ${mega(read.peakRss)} at most.\n`,
    );
    expect(read.next).toBe(count);
    expect(peak.heapBytes - before).toBeLessThan(MAX_GROWTH_BYTES);
    expect(read.peakRss - read.rss).toBeLessThan(MAX_GROWTH_BYTES);
  }, 300_000);
});

/** Bytes of the page's JavaScript heap, with the buffers that live beside it. */
async function heapOf(devtools: CDPSession): Promise<number> {
  const { usedSize, ...rest } = await devtools.send("Runtime.getHeapUsage");
  const { backingStorageSize = 0 } = rest as { backingStorageSize?: number };
  return usedSize + backingStorageSize;
}

const mega = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
