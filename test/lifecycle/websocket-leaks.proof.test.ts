import { join } from "node:path";
import { runTypeScript } from "../support/run-typescript.js";
import { megabytes } from "./heap.js";
import type { SocketsReport } from "./many-sockets.js";

const MAX_GROWTH = 5 * 1024 * 1024;

test("nothing outlives its connection, of very many", async () => {
  const report: SocketsReport = JSON.parse(await runTypeScript(join(import.meta.dirname, "many-sockets.ts")));
  const { seed, cycles, seconds, tally, before, after, left, closed } = report;
  console.info(
    [
      `seed ${seed}, ${cycles} connections in ${seconds.toFixed(1)} s, ${tally.sockets} sockets with the warm-up`,
      `heap ${megabytes(before)} after the warm-up, ${megabytes(after)} at the end`,
      `calls and streams ${tally.begun}: ${JSON.stringify(tally.outcomes)}; events ${tally.events}`,
    ].join("\n"),
  );
  expect(left).toEqual({
    sessions: 0,
    calls: 0,
    streams: 0,
    subscriptions: 0,
    listeners: 0,
    resources: ["TCPServerWrap"],
    errors: [],
  });
  expect(closed).toEqual([]);
  expect(after - before).toBeLessThan(MAX_GROWTH);
  // Each ended in one of the ways that it could, and many in each.
  const { CANCELLED = 0, UNAVAILABLE = 0, done = 0, ...others } = tally.outcomes;
  expect(others).toEqual({});
  expect(CANCELLED + UNAVAILABLE + done).toBe(tally.begun);
  expect(tally.begun).toBeGreaterThanOrEqual(22 * cycles);
  expect(Math.min(CANCELLED, UNAVAILABLE, done, tally.events)).toBeGreaterThan(cycles);
  expect(tally.sockets).toBeGreaterThan(cycles + cycles / 10);
}, 600_000);
