import { getEventListeners } from "node:events";
import { activeTimers, heldBytes, megabytes } from "./heap.js";
import { cycle, type Tally } from "./leak-cycle.js";
import { type LifeApp, openLifeApp } from "./life-app.js";
import { seededRandom, seedOfRun } from "./random.js";
import { quiet, until } from "./turns.js";

const CYCLES = Number(process.env.LEAK_CYCLES ?? 10_000);
const AT_ONCE = 20;
const MAX_GROWTH = 5 * 1024 * 1024;

const seed = seedOfRun();
const random = seededRandom(seed);
const tally: Tally = { calls: 0, settled: 0, items: 0, events: 0 };

const withListeners = (signals: Iterable<AbortSignal>): number =>
  [...signals].filter((signal) => getEventListeners(signal, "abort").length > 0).length;

/** Runs cycles in one app, and counts the signals, of pages and of handlers, that kept a listener. */
async function run(app: LifeApp, cycles: number): Promise<number> {
  let listened = 0;
  for (let first = 0; first < cycles; first += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, cycles - first) }, (_, n) => `page-${first + n}`);
    const signals = await Promise.all(names.map((name) => cycle(app, name, random, tally)));
    await quiet();
    listened += withListeners(signals.flat()) + withListeners(app.service.signals);
    app.service.forget();
  }
  return listened;
}

/** Runs cycles in an app of their own, whose server stays open and whose windows are let go. */
async function serve(reuseFrames: boolean, cycles: number) {
  const app = await openLifeApp({ reuseFrames, exposeInternals: false });
  const signalsListenedTo = await run(app, cycles);
  const { server, service, electron } = app;
  const left = {
    ...electron.listenerCounts(),
    sessions: server.sessions.size,
    waiting: service.held.size,
    generators: service.flowing.size,
    subscriptions: service.onTick.listenerCount + service.onState.listenerCount,
    signalsListenedTo,
    uncaught: electron.log.filter(({ kind }) => kind === "uncaught").length,
  };
  return { server, ipcMain: electron.ipcMain, left };
}

test(`nothing outlives its window, of ${CYCLES} windows`, async () => {
  const started = performance.now();
  for (const reuseFrames of [false, true]) await (await serve(reuseFrames, 200)).server.close();
  const before = await heldBytes();
  const timersBefore = activeTimers();

  const apps = [await serve(false, CYCLES / 2), await serve(true, CYCLES / 2)];
  const after = await heldBytes();
  // The test runner starts timers of its own, that pass.
  await until(() => activeTimers() <= timersBefore, "no timer is left");

  console.info(
    [
      `seed ${seed}, ${CYCLES} windows in ${((performance.now() - started) / 1000).toFixed(1)} s`,
      `heap ${megabytes(before)} before, ${megabytes(after)} after, timers ${timersBefore} and ${activeTimers()}`,
      `calls ${tally.calls}, of which ${tally.settled} settled before their page went`,
      `stream items ${tally.items}, events ${tally.events}`,
    ].join("\n"),
  );
  for (const { left } of apps) {
    expect(left).toEqual({
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
    });
  }
  expect(after - before).toBeLessThan(MAX_GROWTH);
  expect(tally.calls).toBeGreaterThanOrEqual(20 * CYCLES);
  expect(Math.min(tally.settled, tally.items, tally.events)).toBeGreaterThan(5 * CYCLES);

  for (const { server } of apps) await server.close();
  expect(apps.map(({ ipcMain }) => [ipcMain.handledChannels(), ipcMain.listenerCount("rpc:send")])).toEqual([
    [[], 0],
    [[], 0],
  ]);
}, 300_000);
