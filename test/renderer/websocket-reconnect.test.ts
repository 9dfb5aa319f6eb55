import { jest } from "@jest/globals";
import { connectWebSocket } from "../../src/renderer/index.js";
import { type FakeBridge, FakeSocket, fakeBridge } from "./fake-socket.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const chance = (share: number) => void jest.spyOn(Math, "random").mockReturnValue(share);

/** Loses each socket as it comes, and gives the delay before the next. */
function delays(fake: FakeBridge, count: number): number[] {
  return Array.from({ length: count }, () => {
    const made = fake.sockets.length;
    const lostAt = performance.now();
    fake.socket().lose();
    while (fake.sockets.length === made) jest.advanceTimersToNextTimer();
    return Math.round(performance.now() - lostAt);
  });
}

describe("trying again", () => {
  it("waits twice as long each time, up to the longest delay", () => {
    chance(1);
    const fake = fakeBridge();
    expect(delays(fake, 10)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    fake.bridge.close();
  });

  it("waits a random part of the delay, from nothing to all of it", () => {
    const fake = fakeBridge({ reconnect: { minDelayMs: 1_000, maxDelayMs: 3_000 } });
    for (const [share, expected] of [
      [0, 0],
      [0.5, 1_000],
      [0.25, 750],
    ] as const) {
      chance(share);
      expect(delays(fake, 1)).toEqual([expected]);
    }
    jest.restoreAllMocks();
    for (const delay of delays(fake, 200)) expect(delay).toBeLessThanOrEqual(3_000);
    fake.bridge.close();
  });

  it("begins anew with the shortest delay once a server has answered", () => {
    chance(1);
    const fake = fakeBridge();
    expect(delays(fake, 3)).toEqual([250, 500, 1000]);
    fake.socket().open();
    expect(delays(fake, 1)).toEqual([2000]);
    fake.socket().open("a.read");
    expect(delays(fake, 2)).toEqual([250, 500]);
    fake.bridge.close();
  });

  it("counts a socket that cannot be made as one that was lost, and tells nothing of the token", () => {
    chance(1);
    const sockets: FakeSocket[] = [];
    let refusal: Error | undefined;
    class Refused extends FakeSocket {
      constructor() {
        if (refusal !== undefined) throw refusal;
        super();
        sockets.push(this);
      }
    }
    const bridge = connectWebSocket({ url: "ws://fake/rpc", token: "secret", WebSocket: Refused });
    sockets[0]?.open().lose();
    refusal = new DOMException("ws://fake/rpc?token=secret violates the policy", "SecurityError");
    jest.advanceTimersByTime(250);
    expect(bridge.connection).toMatchObject({
      state: "connecting",
      error: { message: "No connection to ws://fake/rpc: no socket could be made (SecurityError)" },
    });
    refusal = undefined;
    jest.advanceTimersByTime(500);
    sockets[1]?.open();
    expect(bridge.connection.state).toBe("open");
    bridge.close();
  });

  it("ends after as many attempts as may fail in a row", async () => {
    const fake = fakeBridge({ reconnect: { maxAttempts: 2 } });
    const reply = fake.bridge.invoke("a.b");
    delays(fake, 2);
    fake.socket().lose();
    expect(fake.bridge.connection.state).toBe("closed");
    expect(await reply).toMatchObject({ error: { code: "UNAVAILABLE" } });
    expect(jest.getTimerCount()).toBe(0);
    expect(fake.sockets).toHaveLength(3);
  });

  it("happens at once when the browser is online again, and leaves no listener", () => {
    const page = new EventTarget();
    const listening = new Set<unknown>();
    const mocked = globalThis as { addEventListener?: unknown; removeEventListener?: unknown };
    mocked.addEventListener = (type: string, listener: () => void) => {
      listening.add(listener);
      page.addEventListener(type, listener);
    };
    mocked.removeEventListener = (type: string, listener: () => void) => {
      listening.delete(listener);
      page.removeEventListener(type, listener);
    };
    try {
      chance(1);
      const fake = fakeBridge({ reconnect: { minDelayMs: 60_000, maxDelayMs: 60_000 } });
      page.dispatchEvent(new Event("online"));
      expect(fake.sockets).toHaveLength(1);
      fake.socket().lose();
      expect(listening.size).toBe(1);
      page.dispatchEvent(new Event("online"));
      expect(fake.sockets).toHaveLength(2);
      expect(listening.size).toBe(0);
      jest.advanceTimersByTime(59_999);
      expect(fake.sockets).toHaveLength(2);
      fake.socket().lose();
      fake.bridge.close();
      expect(listening.size).toBe(0);
    } finally {
      delete mocked.addEventListener;
      delete mocked.removeEventListener;
    }
  });

  it("does not happen after close(), and leaves no timer", () => {
    const waiting = fakeBridge();
    waiting.socket().open().lose();
    expect(jest.getTimerCount()).toBe(1);
    waiting.bridge.close();
    const open = fakeBridge();
    open.socket().open();
    open.bridge.close();
    open.socket().lose();
    open.bridge.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(600_000);
    expect([waiting.sockets.length, open.sockets.length]).toEqual([1, 1]);
  });

  it("keeps a process of Node alive only while something waits or is listened to", () => {
    jest.useRealTimers();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const idle = fakeBridge({ reconnect: { minDelayMs: 60_000, maxDelayMs: 60_000 } });
    idle.socket().open().lose();
    expect(timers()).toBe(before);
    void idle.bridge.invoke("a.b");
    expect(timers()).toBe(before + 1);
    idle.bridge.close();
    expect(timers()).toBe(before);
    const listening = fakeBridge({ reconnect: { minDelayMs: 60_000, maxDelayMs: 60_000 } });
    void listening.bridge.invoke("rpc.subscribe", ["a.onB"]);
    listening.socket().open().answer("rpc.subscribe");
    listening.socket().lose();
    expect(timers()).toBe(before + 1);
    listening.bridge.close();
    expect(timers()).toBe(before);
  });

  it("refuses times that no timer can keep", () => {
    const refused = (options: Parameters<typeof fakeBridge>[0]) => expect(() => fakeBridge(options));
    refused({ heartbeatMs: 0 }).toThrow("`heartbeatMs` must be a number of milliseconds");
    refused({ heartbeatMs: Number.POSITIVE_INFINITY }).toThrow("heartbeatMs");
    refused({ reconnect: { minDelayMs: -1 } }).toThrow("minDelayMs");
    refused({ reconnect: { maxDelayMs: Number.NaN } }).toThrow("maxDelayMs");
  });
});

describe("the state of the connection", () => {
  it("is told as it changes, with the reason while there is none", async () => {
    const fake = fakeBridge();
    const seen: string[] = [];
    const off = fake.bridge.connection.onChange(({ state, error }) => {
      seen.push(`${state}${error === undefined ? "" : `: ${error.code} ${error.message}`}`);
    });
    expect(fake.bridge.connection).toMatchObject({ state: "connecting", error: undefined });
    fake.socket().lose();
    jest.advanceTimersToNextTimer();
    fake.socket().open();
    expect(fake.bridge.connection).toMatchObject({ state: "open", error: undefined });
    fake.socket().fire("close", { code: 1001, reason: "The server is shutting down" });
    fake.bridge.close();
    await Promise.resolve();
    const to = "UNAVAILABLE No connection to ws://fake/rpc:";
    expect(seen).toEqual([
      `connecting: ${to} the socket closed with 1006`,
      "open",
      `connecting: ${to} the socket closed with 1001, The server is shutting down`,
      `closed: ${to} it was closed here`,
    ]);
    off();
  });

  it("is not told to those that stopped listening", async () => {
    const fake = fakeBridge();
    const seen: string[] = [];
    const off = fake.bridge.connection.onChange(({ state }) => void seen.push(`first ${state}`));
    fake.bridge.connection.onChange(({ state }) => void seen.push(`second ${state}`));
    off();
    fake.socket().open();
    fake.bridge.close();
    await Promise.resolve();
    expect(seen).toEqual(["second open", "second closed"]);
  });

  it("is ready once its server has said what is idempotent, and not when the socket goes before", async () => {
    const fake = fakeBridge();
    const seen: string[] = [];
    void fake.bridge.ready.then(() => seen.push("ready"));
    fake.socket().open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    fake.socket().open("a.read");
    await fake.bridge.ready;
    fake.bridge.close();
    const lost = fakeBridge();
    lost.socket().open().lose();
    await expect(lost.bridge.ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    lost.bridge.close();
  });

  it("lets ready tell of the first socket alone", async () => {
    const failed = fakeBridge();
    failed.socket().lose();
    jest.advanceTimersToNextTimer();
    failed.socket().open();
    await expect(failed.bridge.ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(failed.bridge.connection.state).toBe("open");
    failed.bridge.close();
  });
});
