import { join } from "node:path";
import { runTypeScript } from "../support/run-typescript.js";
import { megabytes } from "./heap.js";
import type { WindowsReport } from "./many-windows.js";

const MAX_GROWTH = 5 * 1024 * 1024;

test("nothing outlives its window, of very many", async () => {
  const report: WindowsReport = JSON.parse(await runTypeScript(join(import.meta.dirname, "many-windows.ts")));
  const { seed, cycles, seconds, tally, before, after, timers, left, closed } = report;
  console.info(
    [
      `seed ${seed}, ${cycles} windows in ${seconds.toFixed(1)} s`,
      `heap ${megabytes(before)} after the warm-up, ${megabytes(after)} at the end`,
      `calls ${tally.calls}, of which ${tally.settled} settled before their page went`,
      `stream items ${tally.items}, events ${tally.events}`,
    ].join("\n"),
  );
  const nothing = {
    handlers: ["rpc:invoke"],
    ipcMain: { "rpc:send": 1 },
    webContents: {},
    preloadScripts: [],
    sessions: 0,
    waiting: 0,
    generators: 0,
    subscriptions: 0,
    signalsListenedTo: 0,
    uncaught: 0,
  };
  expect(left).toEqual([nothing, nothing]);
  expect(timers).toBe(0);
  expect(after - before).toBeLessThan(MAX_GROWTH);
  expect(tally.calls).toBeGreaterThanOrEqual(20 * cycles);
  expect(Math.min(tally.settled, tally.items, tally.events)).toBeGreaterThan(5 * cycles);
  expect(closed).toEqual(Array(2).fill({ handlers: [], listeners: 0 }));
}, 600_000);
