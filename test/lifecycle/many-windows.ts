// Runs in a process of its own, whose heap nothing else shares: opens and ends many windows, and prints a
// WindowsReport of what is left of them.
import { getEventListeners } from "node:events";
import { sized } from "../support/sized.js";
import { activeTimers, heldBytes } from "./heap.js";
import { cycle, type Tally } from "./leak-cycle.js";
import { type LifeApp, openLifeApp } from "./life-app.js";
import { seededRandom, seedOfRun } from "./random.js";
import { quiet } from "./turns.js";

export interface WindowsReport {
  seed: number;
  cycles: number;
  seconds: number;
  tally: Tally;
  /** Bytes of the heap that were held after the warm-up, and at the end. */
  before: number;
  after: number;
  timers: number;
  /** Of each app, while its server listens and all its windows are gone. */
  left: ReturnType<typeof leftOf>[];
  /** Of each app's `ipcMain`, once its server has closed. */
  closed: { handlers: string[]; listeners: number }[];
}

const CYCLES = sized({ small: 100, ci: 4_000, full: 10_000 }, "ATOMITON_TEST_WINDOWS");
const WARM_UP = sized({ small: 60, ci: 200, full: 200 });
const AT_ONCE = 20;

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

function leftOf({ server, service, electron }: LifeApp, signalsListenedTo: number) {
  return {
    ...electron.listenerCounts(),
    sessions: server.sessions().size,
    waiting: service.held.size,
    generators: service.flowing.size,
    subscriptions: service.onTick.listenerCount + service.onState.listenerCount,
    signalsListenedTo,
    uncaught: electron.log.filter(({ kind }) => kind === "uncaught").length,
  };
}

/** Runs cycles in an app of their own, whose server stays open and whose windows are let go. */
async function serve(reuseFrames: boolean, cycles: number) {
  const app = await openLifeApp({ reuseFrames, exposeInternals: false });
  const left = leftOf(app, await run(app, cycles));
  return { server: app.server, ipcMain: app.electron.ipcMain, left };
}

const started = performance.now();
for (const reuseFrames of [false, true]) await (await serve(reuseFrames, WARM_UP)).server.close();
const before = await heldBytes();

const apps = [await serve(false, CYCLES / 2), await serve(true, CYCLES / 2)];
const after = await heldBytes();
const timers = activeTimers();
for (const { server } of apps) await server.close();

const report: WindowsReport = {
  seed,
  cycles: CYCLES,
  seconds: (performance.now() - started) / 1_000,
  tally,
  before,
  after,
  timers,
  left: apps.map(({ left }) => left),
  closed: apps.map(({ ipcMain }) => ({
    handlers: ipcMain.handledChannels(),
    listeners: ipcMain.listenerCount("rpc:send"),
  })),
};
console.log(JSON.stringify(report));
