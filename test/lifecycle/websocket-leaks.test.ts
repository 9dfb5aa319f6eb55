import { setImmediate as nextTurn } from "node:timers/promises";
import { WebSocket } from "ws";
import { RpcDomain, RpcEmitter, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { createRPCClient, type RpcClient, withOptions } from "../../src/renderer/index.js";
import { closeServers, connectBridge, serveSocket } from "../support/json-rpc-server.js";

afterEach(closeServers);

const CYCLES = 200;

@RpcDomain("probe")
class Probe {
  @RpcEvent() readonly onFirst = new RpcEmitter<number>();
  @RpcEvent({ replay: "last" }) readonly onSecond = new RpcEmitter<number>();
  flowing = 0;

  @RpcMethod({ idempotent: true }) add(a: number, b: number): number {
    return a + b;
  }
  @RpcMethod() hang(_signal: AbortSignal): Promise<never> {
    return new Promise(() => {});
  }
  @RpcMethod() async *numbers(): AsyncGenerator<number> {
    this.flowing++;
    try {
      for (let n = 0; ; n++) yield n;
    } finally {
      this.flowing--;
    }
  }
}

interface Api {
  probe: Probe;
}

/** Sockets that exist, and the listeners they have. */
const sockets = new Set<WebSocket>();
class CountedSocket extends WebSocket {
  constructor(url: string, protocols: string) {
    super(url, protocols);
    sockets.add(this);
  }
}
const listened = () =>
  [...sockets].flatMap((socket) =>
    ["open", "message", "error", "close"].flatMap((type) => socket.listeners(type)),
  );

const resources = () =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Timeout|Immediate/.test(name))
    .sort();

/** Makes 20 calls, reads 2 streams and listens to 2 events; gives the code or the result each came to. */
function live(rpc: RpcClient<Api>, signal: AbortSignal): Promise<unknown[]> {
  rpc.probe.onFirst(() => {});
  rpc.probe.onSecond(() => {});
  const timed = withOptions(rpc, { timeoutMs: 60_000, signal });
  const read = async (last: number) => {
    for await (const n of rpc.probe.numbers()) if (n === last) return n;
    return undefined;
  };
  const calls = [
    ...Array.from({ length: 10 }, (_, n) => rpc.probe.add(n, n)),
    ...Array.from({ length: 5 }, () => timed.probe.hang()),
    ...Array.from({ length: 5 }, () => rpc.probe.hang(signal)),
    read(1_000),
    read(1_000_000_000),
  ];
  return Promise.all(calls.map((call) => call.catch((error: RpcError) => error.code)));
}

test("nothing outlives its connection", async () => {
  const { server, url } = await serveSocket();
  const probe = new Probe();
  server.router.register(probe);
  const before = resources();
  for (let n = 0; n < CYCLES; n++) {
    const bridge = connectBridge(url, {
      WebSocket: CountedSocket,
      reconnect: { minDelayMs: 1, maxDelayMs: 5 },
    });
    const controller = new AbortController();
    const outcomes = live(createRPCClient<Api>({ bridge }), controller.signal);
    for (let turn = 0; turn < n % 40; turn++) await nextTurn();
    if (n % 3 === 0) controller.abort();
    // Some sockets are lost, some of them found again, and all closed.
    if (n % 2 === 0) for (const socket of sockets) socket.terminate();
    if (n % 4 === 0) await bridge.invoke("rpc.ping");
    bridge.close();
    for (const outcome of await outcomes) {
      expect(["CANCELLED", "UNAVAILABLE", expect.any(Number)]).toContainEqual(outcome);
    }
    expect(await bridge.invoke("rpc.ping")).toMatchObject({ error: { code: "UNAVAILABLE" } });
  }
  while (server.sessions.size > 0 || probe.flowing > 0) await nextTurn();
  // Fewer when a timer of the test runner has gone meanwhile.
  while (resources().length > before.length) await nextTurn();
  expect(resources()).not.toContain("TCPSocketWrap");
  expect(listened()).toEqual([]);
  expect([probe.onFirst.listenerCount, probe.onSecond.listenerCount]).toEqual([0, 0]);
});
