import { jest } from "@jest/globals";
import { RpcDomain, RpcError, RpcMethod, Timeout } from "../../decorators/index.js";
import { deferred, openSession } from "./support/session.js";

/** A service whose call waits until the test lets it go on, and the signals its calls got. */
function setUp() {
  const gate = deferred<string>();
  const signals: AbortSignal[] = [];
  @RpcDomain("slow")
  class Slow {
    @RpcMethod() async wait(signal: AbortSignal): Promise<string> {
      signals.push(signal);
      return gate.promise;
    }
    @RpcMethod() @Timeout(50) async hurry(signal: AbortSignal): Promise<string> {
      signals.push(signal);
      return gate.promise;
    }
    @RpcMethod() quick(): string {
      return "quick";
    }
  }
  return { gate, signals, ...openSession([Slow]) };
}

/** Waits until a handler has got its signal. */
async function began(signals: AbortSignal[]): Promise<void> {
  while (signals.length === 0) await new Promise(setImmediate);
}

const cancelled = { error: { code: "CANCELLED", message: "slow.wait was cancelled" } };

describe("rpc.cancel", () => {
  it("ends a call that runs: its caller is answered and its signal fires with the reason", async () => {
    const { call, signals, session } = setUp();
    const waiting = call("slow.wait", [], { id: 7 });
    await began(signals);
    await expect(call("rpc.cancel", [7])).resolves.toEqual({ result: undefined });
    await expect(waiting).resolves.toEqual(cancelled);
    expect(signals[0]?.reason).toMatchObject({ code: "CANCELLED" });
    expect(session.calls.size).toBe(0);
  });

  it("is honoured when it comes before its call, which then does not run", async () => {
    const { call, signals } = setUp();
    await call("rpc.cancel", [7]);
    await expect(call("slow.wait", [], { id: 7 })).resolves.toEqual(cancelled);
    expect(signals).toEqual([]);
  });

  it("that came before its call holds for one call only", async () => {
    const { call } = setUp();
    await call("rpc.cancel", [7]);
    await call("slow.wait", [], { id: 7 });
    await expect(call("slow.quick", [], { id: 7 })).resolves.toEqual({ result: "quick" });
  });

  it("of a call that has ended, or never was, is answered all the same", async () => {
    const { call } = setUp();
    await call("slow.quick", [], { id: 7 });
    await expect(call("rpc.cancel", [7])).resolves.toEqual({ result: undefined });
    await expect(call("rpc.cancel", ["nobody"])).resolves.toEqual({ result: undefined });
  });

  it("that comes after its call has ended leaves a later call with the id alone", async () => {
    const { call } = setUp();
    await call("slow.quick", [], { id: "reused" });
    await call("rpc.cancel", ["reused"]);
    await expect(call("slow.quick", [], { id: "reused" })).resolves.toEqual({ result: "quick" });
    // Nor does one that ended by a cancel.
    const cancelled = call("slow.wait", [], { id: "again" });
    await call("rpc.cancel", ["again"]);
    await cancelled;
    await call("rpc.cancel", ["again"]);
    await expect(call("slow.quick", [], { id: "again" })).resolves.toEqual({ result: "quick" });
  });

  it("does not take a number for a string", async () => {
    const { call, gate } = setUp();
    const waiting = call("slow.wait", [], { id: 7 });
    await call("rpc.cancel", ["7"]);
    gate.resolve("done");
    await expect(waiting).resolves.toEqual({ result: "done" });
  });

  it("reaches no call of another session", async () => {
    const { call, gate, connect } = setUp();
    const waiting = call("slow.wait", [], { id: 7 });
    await connect("peer-2").call("rpc.cancel", [7]);
    gate.resolve("done");
    await expect(waiting).resolves.toEqual({ result: "done" });
  });

  it("remembers a limited number of calls that never come", async () => {
    const { call } = setUp();
    for (let id = 0; id <= 256; id++) await call("rpc.cancel", [id]);
    await expect(call("slow.quick", [], { id: 0 })).resolves.toEqual({ result: "quick" });
    await expect(call("slow.quick", [], { id: 256 })).resolves.toMatchObject({
      error: { code: "CANCELLED" },
    });
  });

  it("reaches the later of two calls with one id though the first has ended meanwhile", async () => {
    const { call } = setUp();
    const first = call("slow.hurry", [], { id: 7 });
    const second = call("slow.wait", [], { id: 7 });
    await expect(first).resolves.toMatchObject({ error: { code: "TIMEOUT" } });
    await call("rpc.cancel", [7]);
    await expect(second).resolves.toEqual(cancelled);
  });

  it("leaves the later of two calls with one id cancellable, and loses neither", async () => {
    const { call, gate } = setUp();
    const first = call("slow.wait", [], { id: 7 });
    const second = call("slow.wait", [], { id: 7 });
    await call("rpc.cancel", [7]);
    gate.resolve("done");
    await expect(second).resolves.toEqual(cancelled);
    await expect(first).resolves.toEqual({ result: "done" });
  });
});

describe("a deadline", () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ["performance", "setImmediate"] }));
  afterEach(() => void jest.useRealTimers());

  it("of the caller ends the call: TIMEOUT, and the signal fires", async () => {
    const { call, signals, session } = setUp();
    const waiting = call("slow.wait", [], { timeoutMs: 100 });
    await jest.advanceTimersByTimeAsync(99);
    expect(session.calls.size).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    await expect(waiting).resolves.toEqual({
      error: { code: "TIMEOUT", message: "slow.wait did not answer within 100 ms" },
    });
    expect(signals[0]?.reason).toMatchObject({ code: "TIMEOUT" });
    expect(session.calls.size).toBe(0);
  });

  it.each([
    [undefined, 50],
    [1_000, 50],
    [20, 20],
  ])("is the smaller one of the author's 50 ms and the caller's %p", async (timeoutMs, expected) => {
    const { call } = setUp();
    const waiting = call("slow.hurry", [], { ...(timeoutMs !== undefined && { timeoutMs }) });
    await jest.advanceTimersByTimeAsync(expected);
    await expect(waiting).resolves.toMatchObject({
      error: { message: `slow.hurry did not answer within ${expected} ms` },
    });
  });

  it("leaves no timer behind when the call ends before it", async () => {
    const { call } = setUp();
    await call("slow.quick", [], { timeoutMs: 100 });
    expect(jest.getTimerCount()).toBe(0);
  });

  it("longer than any timer is none", async () => {
    const { call, gate } = setUp();
    const waiting = call("slow.wait", [], { timeoutMs: 2 ** 31 });
    expect(jest.getTimerCount()).toBe(0);
    gate.resolve("done");
    await expect(waiting).resolves.toEqual({ result: "done" });
  });
});

describe("a session that closes", () => {
  it("ends its calls with the reason, fires their signals and keeps nothing", async () => {
    const { call, session, signals, server } = setUp();
    const waiting = call("slow.wait", [], { id: 1, timeoutMs: 60_000 });
    await began(signals);
    server.disconnect(session, new RpcError("UNAVAILABLE", "The page is gone"));
    await expect(waiting).resolves.toEqual({
      error: { code: "UNAVAILABLE", message: "The page is gone" },
    });
    expect(signals[0]?.aborted).toBe(true);
    expect(session.idle).toBe(true);
    expect(server.sessions().size).toBe(0);
  });

  it("refuses what is still asked of it, with the reason it first closed for", async () => {
    const { call, session } = setUp();
    session.close();
    session.close(new RpcError("FORBIDDEN", "later"));
    for (const method of ["slow.quick", "rpc.ping", "rpc.subscribe"]) {
      await expect(call(method)).resolves.toEqual({
        error: { code: "UNAVAILABLE", message: "The session has ended" },
      });
    }
  });

  it("keeps a handler from starting that has not yet", async () => {
    const { call, session, signals } = setUp();
    const waiting = call("slow.wait");
    session.close();
    await expect(waiting).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    await new Promise(setImmediate);
    expect(signals).toEqual([]);
  });

  it("takes no notice of a handler that finishes afterwards", async () => {
    const { call, session, gate, records } = setUp();
    const waiting = call("slow.wait");
    session.close();
    gate.resolve("too late");
    await expect(waiting).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    await gate.promise;
    expect(records).toHaveLength(1);
  });
});
