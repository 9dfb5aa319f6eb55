import { RpcDomain, RpcError, RpcMethod } from "../../decorators/index.js";
import { openSession } from "./support/session.js";

@RpcDomain("probe")
class Probe {
  @RpcMethod() echo(value: string): string {
    return value;
  }
  @RpcMethod() nothing(): void {}
  @RpcMethod() declared(): void {
    throw new RpcError("NOT_FOUND", "No such thing", { data: { id: 1 } });
  }
  @RpcMethod() undeclared(): void {
    throw new TypeError("secret");
  }
}

describe("what is no request is INVALID_REQUEST, with what is wrong:", () => {
  const { session } = openSession([Probe]);

  it.each<[why: string, request: unknown]>([
    ["it is not an object", undefined],
    ["it is not an object", null],
    ["it is not an object", "probe.echo"],
    ["it is not an object", []],
    ["method must be a non-empty string", {}],
    ["method must be a non-empty string", { method: "" }],
    ["method must be a non-empty string", { method: 7 }],
    ["method must be a non-empty string", { method: ["probe.echo"] }],
    ["method must be no longer than 256 characters", { method: "m".repeat(257) }],
    ["params must be a list or an object, or left out", { method: "m", params: "a" }],
    ["params must be a list or an object, or left out", { method: "m", params: null }],
    ["meta must be an object, or left out", { method: "m", meta: null }],
    ["meta must be an object, or left out", { method: "m", meta: [] }],
    ["meta.id must be a string or a number", { method: "m", meta: { id: {} } }],
    ["meta.id must be a string or a number", { method: "m", meta: { id: null } }],
    ["meta.timeoutMs must be a positive number", { method: "m", meta: { timeoutMs: 0 } }],
    ["meta.timeoutMs must be a positive number", { method: "m", meta: { timeoutMs: Number.NaN } }],
    ["meta.timeoutMs must be a positive number", { method: "m", meta: { timeoutMs: "9" } }],
    ["meta.traceparent must be a string", { method: "m", meta: { traceparent: 1 } }],
    ["meta.progress must be true or false", { method: "m", meta: { progress: 1 } }],
  ])("%s: %j", async (why, request) => {
    await expect(session.invoke(request)).resolves.toEqual({
      error: { code: "INVALID_REQUEST", message: `Not a request: ${why}` },
    });
  });
});

describe("a request", () => {
  it("may bring what nobody knows yet, in itself and in its meta", async () => {
    const { session } = openSession([Probe]);
    const request = { method: "probe.echo", params: ["a"], meta: { id: 1, future: true }, jsonrpc: "2.0" };
    await expect(session.invoke(request)).resolves.toEqual({ result: "a" });
  });

  it("may leave out params and meta, or say undefined", async () => {
    const { session } = openSession([Probe]);
    await expect(session.invoke({ method: "probe.nothing" })).resolves.toEqual({ result: undefined });
    await expect(
      session.invoke({ method: "probe.nothing", params: undefined, meta: undefined }),
    ).resolves.toEqual({ result: undefined });
  });
});

describe("a name from outside", () => {
  const enormous = "m".repeat(5_000_000);

  it("is repeated in the answer up to 256 characters", async () => {
    const method = "m".repeat(256);
    await expect(openSession([Probe]).call(method)).resolves.toEqual({
      error: { code: "METHOD_NOT_FOUND", message: `No such method: ${method}` },
    });
  });

  it("that is enormous makes neither the answer nor the log so", async () => {
    const { call, log, session } = openSession([Probe]);
    const replies = [
      await call(enormous),
      await call("rpc.subscribe", [enormous]),
      await call("rpc.unsubscribe", [enormous]),
    ];
    expect(replies.map((reply) => "error" in reply && reply.error.code)).toEqual([
      "INVALID_REQUEST",
      "INVALID_PARAMS",
      "INVALID_PARAMS",
    ]);
    session.notify({ method: enormous });
    await new Promise(setImmediate);
    expect(JSON.stringify([replies, log]).length).toBeLessThan(5_000);
  });
});

describe("the answer to a failed call", () => {
  it("is an envelope with what the service declared", async () => {
    await expect(openSession([Probe]).call("probe.declared")).resolves.toEqual({
      error: { code: "NOT_FOUND", message: "No such thing", data: { id: 1 } },
    });
  });

  it("says nothing of an error nobody declared in a packaged app", async () => {
    await expect(openSession([Probe]).call("probe.undeclared")).resolves.toEqual({
      error: { code: "INTERNAL", message: "Internal error" },
    });
  });

  it("says all of it in development", async () => {
    const { call } = openSession([Probe], { exposeInternals: true });
    await expect(call("probe.undeclared")).resolves.toMatchObject({
      error: { code: "INTERNAL", name: "TypeError", message: "secret", stack: expect.any(String) },
    });
  });

  it.each([undefined, null, 0, "", false])("is an error though the handler threw %p", async (thrown) => {
    const { call, server } = openSession([]);
    server.router.register("odd", () => {
      throw thrown;
    });
    await expect(call("odd")).resolves.toEqual({ error: { code: "INTERNAL", message: "Internal error" } });
  });

  it("comes though the error's own message throws when it is read", async () => {
    const { call, server } = openSession([], { exposeInternals: true });
    server.router.register("hostile", () => {
      throw Object.defineProperty(new Error(), "message", {
        get: () => {
          throw new Error("gotcha");
        },
      });
    });
    await expect(call("hostile")).resolves.toEqual({
      error: { code: "INTERNAL", message: "Internal error" },
    });
  });
});
