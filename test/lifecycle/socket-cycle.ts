import { getEventListeners } from "node:events";
import { WebSocket } from "ws";
import { RpcDomain, RpcEmitter, type RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { connectWebSocket, createRPCClient, type RpcClient, withOptions } from "../../src/renderer/index.js";
import { turns, until } from "./turns.js";

/** Keeps count of what it has under way. */
@RpcDomain("probe")
export class Probe {
  @RpcEvent() readonly onFirst = new RpcEmitter<number>();
  @RpcEvent({ replay: "last" }) readonly onSecond = new RpcEmitter<number>();
  flowing = 0;
  hanging = 0;

  @RpcMethod({ idempotent: true }) add(a: number, b: number): number {
    this.onFirst.emit(a);
    this.onSecond.emit(b);
    return a + b;
  }
  @RpcMethod() hang(signal: AbortSignal): Promise<never> {
    this.hanging++;
    return new Promise((_resolve, reject) => {
      const end = () => {
        this.hanging--;
        reject(signal.reason);
      };
      signal.addEventListener("abort", end, { once: true });
    });
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

/** What the cycles of a run have come to. */
export interface Tally {
  sockets: number;
  events: number;
  /** Calls and streams that were begun, and what they came to: an error's code, or `done`. */
  begun: number;
  outcomes: Record<string, number>;
  /** Listeners that sockets and signals were left with. */
  leftListeners: number;
}

const SOCKET_EVENTS = ["open", "message", "error", "close"];

/** Makes 20 calls, reads 2 streams and listens to 2 events; settles when all of that has ended. */
async function live(rpc: RpcClient<Api>, signal: AbortSignal, tally: Tally): Promise<void> {
  const { probe } = rpc;
  const timed = withOptions(rpc, { timeoutMs: 60_000, signal }).probe;
  const event = () => void tally.events++;
  const read = async (last: number) => {
    for await (const n of probe.numbers()) if (n === last) return;
  };
  probe.onFirst(event);
  probe.onSecond(event);
  const begun = [
    ...Array.from({ length: 10 }, (_, n) => probe.add(n, n)),
    ...Array.from({ length: 5 }, () => timed.hang()),
    ...Array.from({ length: 5 }, () => probe.hang(signal)),
    read(1_000),
    read(1_000_000_000),
  ];
  tally.begun += begun.length;
  for (const one of await Promise.allSettled(begun)) {
    const outcome = one.status === "fulfilled" ? "done" : (one.reason as RpcError).code;
    tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
  }
}

/** Connects, lives, may abort, may lose its socket, may wait for the next, and closes at a random moment. */
export async function cycle(
  address: { url: string; token: string },
  random: (limit: number) => number,
  tally: Tally,
): Promise<void> {
  const sockets = new Set<WebSocket>();
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols);
      sockets.add(this);
    }
  }
  const controller = new AbortController();
  const bridge = connectWebSocket({
    ...address,
    WebSocket: Socket,
    reconnect: { minDelayMs: 1, maxDelayMs: 5 },
  });
  const life = live(createRPCClient<Api>({ bridge }), controller.signal, tally);
  await turns(random(40));
  if (random(3) === 0) controller.abort();
  if (random(2) === 0) for (const socket of sockets) socket.terminate();
  // The first may tell of the loss, and the second then waits for the next socket.
  for (let pings = random(3); pings > 0; pings--) await bridge.invoke("rpc.ping");
  bridge.close();
  await life;
  await until(() => [...sockets].every(({ readyState }) => readyState === WebSocket.CLOSED));
  tally.sockets += sockets.size;
  const listeners = [
    ...getEventListeners(controller.signal, "abort"),
    ...[...sockets].flatMap((socket) => SOCKET_EVENTS.flatMap((event) => socket.listeners(event))),
  ];
  tally.leftListeners += listeners.length;
}
