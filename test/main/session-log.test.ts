import { RpcDomain, RpcError, RpcMethod } from "../../decorators/index.js";
import { openSession } from "./support/session.js";

const failure = new TypeError("x is not a function", { cause: new Error("deep") });

@RpcDomain("probe")
class Probe {
  @RpcMethod() echo(value: string): string {
    return value;
  }
  @RpcMethod() declared(): void {
    throw new RpcError("NOT_FOUND", "gone");
  }
  @RpcMethod() undeclared(): void {
    throw failure;
  }
  @RpcMethod() nothing(): void {
    throw undefined;
  }
}

const DURATION = /\d+\.\d ms \(peer-1\)$/;

describe("the log of a call", () => {
  it("is one debug line with method, outcome, duration and sender", async () => {
    const { call, log } = openSession([Probe]);
    await call("probe.echo", ["a"]);
    await call("probe.declared");
    expect(log.map(({ level }) => level)).toEqual(["debug", "debug"]);
    expect(log[0]?.message).toMatch(/^probe\.echo ok /);
    expect(log[0]?.message).toMatch(DURATION);
    expect(log[1]?.message).toMatch(/^probe\.declared NOT_FOUND /);
  });

  it("is an error with all of it when nobody declared what was thrown, for the caller sees none", async () => {
    const { call, log } = openSession([Probe]);
    await call("probe.undeclared");
    expect(log).toEqual([
      { level: "error", message: expect.stringMatching(/^probe\.undeclared INTERNAL /), details: failure },
    ]);
    expect(log[0]?.details).toBe(failure);
  });

  it("is an error too when undefined was thrown, not a success", async () => {
    const { call, log } = openSession([Probe]);
    await call("probe.nothing");
    expect(log).toEqual([
      {
        level: "error",
        message: expect.stringMatching(/^probe\.nothing INTERNAL /),
        details: new Error("probe.nothing threw undefined"),
      },
    ]);
  });

  it("is there for one-way calls, though nobody waits for their errors", async () => {
    const { session, log } = openSession([Probe]);
    session.notify({ method: "probe.undeclared" });
    session.notify("junk");
    await new Promise(setImmediate);
    const lines = log.map(({ level, message }) => `${level}: ${message.replace(/ [\d.]+ ms .*/, "")}`);
    expect(lines.sort()).toEqual([
      "debug: (invalid request) INVALID_REQUEST",
      "error: probe.undeclared INTERNAL",
      expect.stringMatching(/^warn: A one-way call of .* failed: INVALID_REQUEST: Not a request/),
    ]);
  });
});

describe("onCall", () => {
  it("is told method, sender and duration of every call, and the error of one that failed", async () => {
    const { call, records, sender } = openSession([Probe]);
    await call("probe.echo", ["a"]);
    await call("probe.undeclared");
    expect(records).toEqual([
      { method: "probe.echo", sender, durationMs: expect.any(Number) },
      { method: "probe.undeclared", sender, durationMs: expect.any(Number), error: failure },
    ]);
    expect(records[0]?.error).toBeUndefined();
    expect(records.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });

  it("is told of a call that threw undefined with an error", async () => {
    const { call, records } = openSession([Probe]);
    await call("probe.nothing");
    expect(records).toMatchObject([{ error: new Error("probe.nothing threw undefined") }]);
  });

  it("is told of each call of a batch, and of the batch", async () => {
    const { call, records } = openSession([Probe]);
    await call("rpc.batch", [{ method: "probe.echo", params: ["a"] }, { method: "rpc.ping" }]);
    expect(records.map(({ method }) => method).sort()).toEqual(["probe.echo", "rpc.batch", "rpc.ping"]);
  });

  it("that throws is logged and changes nothing", async () => {
    const onCall = () => {
      throw new Error("telemetry is down");
    };
    const { call, log } = openSession([Probe], { onCall });
    await expect(call("probe.echo", ["a"])).resolves.toEqual({ result: "a" });
    expect(log).toContainEqual({
      level: "error",
      message: "onCall threw",
      details: new Error("telemetry is down"),
    });
  });
});
