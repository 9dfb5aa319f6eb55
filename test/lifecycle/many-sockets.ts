// Runs in a process of its own, whose heap nothing else shares: opens and ends many connections to one server,
// and prints a SocketsReport of what is left of them.
import { createContainer, createRpcServer, webSocketTransport } from "../../src/main/index.js";
import { sized } from "../support/sized.js";
import { heldBytes } from "./heap.js";
import { seededRandom, seedOfRun } from "./random.js";
import { cycle, Probe, type Tally } from "./socket-cycle.js";
import { until } from "./turns.js";

export interface SocketsReport {
  seed: number;
  cycles: number;
  seconds: number;
  tally: Tally;
  /** Bytes of the heap that were held after the warm-up, and at the end. */
  before: number;
  after: number;
  /** While the server listens and every connection is gone. */
  left: ReturnType<typeof left>;
  /** Sockets, servers and timers of the process, once the server has closed. */
  closed: string[];
}

const CYCLES = sized({ small: 60, ci: 1_000, full: 2_000 }, "ATOMITON_TEST_SOCKETS");
const WARM_UP = sized({ small: 50, ci: 200, full: 200 });
const AT_ONCE = 10;

const seed = seedOfRun();
const random = seededRandom(seed);
const tally: Tally = { sockets: 0, events: 0, begun: 0, outcomes: {}, leftListeners: 0 };
const probe = new Probe();
const errors: string[] = [];
const nothing = (): void => {};
const error = (message: string): void => void errors.push(message);
const server = createRpcServer({
  container: createContainer(),
  logger: { debug: nothing, info: nothing, warn: nothing, error },
});
server.router.register(probe);
const token = "a token of the sockets";
const transport = webSocketTransport({ token });

/** What keeps the process alive. */
const resources = () => process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|Immediate/.test(kind));

async function run(cycles: number): Promise<void> {
  const { url } = transport.address;
  for (let done = 0; done < cycles; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => cycle({ url, token }, random, tally)));
  }
  // Each client has closed; the server hears of the last ones.
  await until(() => server.sessions().size === 0 && !resources().includes("TCPSocketWrap"));
}

const left = () => ({
  sessions: server.sessions().size,
  calls: probe.hanging,
  streams: probe.flowing,
  subscriptions: probe.onFirst.listenerCount + probe.onSecond.listenerCount,
  listeners: tally.leftListeners,
  resources: resources(),
  errors,
});

const started = performance.now();
await server.listen(transport);
await run(WARM_UP);
const before = await heldBytes();
await run(CYCLES);
const after = await heldBytes();
const open = left();
await server.close();

const report: SocketsReport = {
  seed,
  cycles: CYCLES,
  seconds: (performance.now() - started) / 1_000,
  tally,
  before,
  after,
  left: open,
  closed: resources(),
};
console.log(JSON.stringify(report));
