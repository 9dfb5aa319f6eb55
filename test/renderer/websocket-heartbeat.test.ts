import { jest } from "@jest/globals";
import { fakeBridge } from "./fake-socket.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => void jest.useRealTimers());

const PERIOD = 30_000;

function openBridge(heartbeatMs?: number) {
  const fake = fakeBridge(heartbeatMs === undefined ? {} : { heartbeatMs });
  return { ...fake, first: fake.socket().open("a.read") };
}

describe("a heartbeat", () => {
  it("asks after a period of silence, and goes on when it is answered", () => {
    const { bridge, first, sockets } = openBridge();
    jest.advanceTimersByTime(PERIOD - 1);
    expect(first.sent).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(first.methods()).toEqual(["rpc.ping"]);
    jest.advanceTimersByTime(PERIOD / 2 - 1);
    first.answer("rpc.ping", { result: "pong" });
    jest.advanceTimersByTime(PERIOD);
    expect(first.methods()).toEqual(["rpc.ping", "rpc.ping"]);
    expect(sockets).toHaveLength(1);
    bridge.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it("does not ask while anything arrives", () => {
    const { bridge, first } = openBridge();
    for (let n = 0; n < 10; n++) {
      jest.advanceTimersByTime(PERIOD - 1);
      first.receive({ method: "a.onB", params: [n] });
    }
    expect(first.sent).toEqual([]);
    bridge.close();
  });

  it("takes any message for an answer", () => {
    const { bridge, first, sockets } = openBridge();
    jest.advanceTimersByTime(PERIOD);
    first.receive({ method: "a.onB", params: [1] });
    jest.advanceTimersByTime(PERIOD / 2);
    expect(sockets).toHaveLength(1);
    expect(first.closeCalls).toBe(0);
    bridge.close();
  });

  it("that stays unanswered for half a period closes the socket and finds another", async () => {
    const { bridge, first, sockets } = openBridge(1_000);
    const reply = bridge.invoke("a.write");
    jest.advanceTimersByTime(1_499);
    expect(first.closeCalls).toBe(0);
    jest.advanceTimersByTime(1);
    expect(first.closeCalls).toBe(1);
    expect(await reply).toMatchObject({
      error: { code: "UNAVAILABLE", message: expect.stringContaining("no sign of life within 500 ms") },
    });
    expect(bridge.connection.state).toBe("connecting");
    jest.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    bridge.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it("waits for its answer while the question stands behind what still leaves", () => {
    const { bridge, first } = openBridge(1_000);
    first.bufferedAmount = 5_000;
    jest.advanceTimersByTime(1_000);
    for (const left of [4_000, 2_000, 1_000]) {
      first.bufferedAmount = left;
      jest.advanceTimersByTime(500);
      expect(first.closeCalls).toBe(0);
    }
    jest.advanceTimersByTime(500);
    expect(first.closeCalls).toBe(1);
    bridge.close();
  });

  it("gives up a socket that does not open within a period", () => {
    const { bridge, sockets } = fakeBridge({ heartbeatMs: 1_000 });
    jest.advanceTimersByTime(1_000);
    expect(sockets[0]?.closeCalls).toBe(1);
    expect(bridge.connection.error?.message).toContain("did not open within 1000 ms");
    bridge.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});
