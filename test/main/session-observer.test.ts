import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { openSession } from "./support/session.js";

const failure = new TypeError("x is not a function");

@RpcDomain("probe")
class Probe {
  @RpcMethod() echo(value: string): string {
    return value;
  }
  @RpcMethod() undeclared(): void {
    throw failure;
  }
  @RpcMethod() nothing(): void {
    throw undefined;
  }
}

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
