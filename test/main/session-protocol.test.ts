import { RpcDomain, RpcEmitter, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { openSession } from "./support/session.js";

@RpcDomain("probe")
class Probe {
  @RpcEvent() readonly onEcho = new RpcEmitter<string>();
  @RpcMethod({ idempotent: true }) echo(value: string): string {
    return value;
  }
  @RpcMethod() fail(): void {
    throw new RpcError("NOT_FOUND", "gone");
  }
  @RpcMethod() async *count(): AsyncGenerator<number> {
    yield 1;
  }
}

const echo = (value: unknown) => ({ method: "probe.echo", params: [value] });
const error = (code: string) => ({ error: expect.objectContaining({ code }) });

describe("rpc.ping", () => {
  it("is answered pong", async () => {
    await expect(openSession([]).call("rpc.ping")).resolves.toEqual({ result: "pong" });
  });
});

describe("rpc.describe", () => {
  it("names all methods, events and idempotent methods", async () => {
    await expect(openSession([Probe]).call("rpc.describe")).resolves.toEqual({
      result: {
        methods: ["probe.echo", "probe.fail", "probe.count"],
        events: ["probe.onEcho"],
        idempotent: ["probe.echo"],
      },
    });
  });
});

describe("a method of the protocol", () => {
  it.each(["rpc.", "rpc.pong", "rpc.constructor", "rpc.toString"])("that is none: %s", async (method) => {
    await expect(openSession([Probe]).call(method)).resolves.toEqual({
      error: { code: "METHOD_NOT_FOUND", message: `No such method: ${method}` },
    });
  });

  it("takes a list, not an object", async () => {
    await expect(openSession([Probe]).call("rpc.cancel", { id: 1 })).resolves.toMatchObject({
      error: { code: "INVALID_PARAMS", data: { issues: [{ path: "params", constraint: "isArray" }] } },
    });
  });

  it.each(["rpc.ping", "rpc.describe"])(
    "that takes none, %s, takes an empty object for it",
    async (method) => {
      const { call } = openSession([Probe]);
      expect(await call(method, {})).toEqual(await call(method));
    },
  );

  it.each<[method: string, params: unknown[], path: string]>([
    ["rpc.cancel", [], "params[0]"],
    ["rpc.cancel", [{}], "params[0]"],
    ["rpc.subscribe", [7], "params[0]"],
    ["rpc.unsubscribe", [], "params[0]"],
    ["rpc.credit", [1, 1], "params[0]"],
    ["rpc.credit", ["s1", 0], "params[1]"],
    ["rpc.credit", ["s1", 1.5], "params[1]"],
  ])("%s refuses %j", async (method, params, path) => {
    await expect(openSession([Probe]).call(method, params)).resolves.toMatchObject({
      error: { code: "INVALID_PARAMS", data: { issues: [{ path }] } },
    });
  });
});

describe("rpc.batch", () => {
  const batch = (...requests: unknown[]) => openSession([Probe]).call("rpc.batch", requests);

  it("answers each request in its place", async () => {
    await expect(batch(echo("a"), { method: "rpc.ping" }, echo("b"))).resolves.toEqual({
      result: [{ result: "a" }, { result: "pong" }, { result: "b" }],
    });
  });

  it("of nothing is answered by nothing", async () => {
    await expect(batch()).resolves.toEqual({ result: [] });
  });

  it("holds entries that fail beside those that do not", async () => {
    await expect(
      batch(echo("a"), echo(7), { method: "probe.fail" }, "junk", null, echo("b")),
    ).resolves.toEqual({
      result: [
        { result: "a" },
        error("INVALID_PARAMS"),
        error("NOT_FOUND"),
        error("INVALID_REQUEST"),
        error("INVALID_REQUEST"),
        { result: "b" },
      ],
    });
  });

  it("gives NOT_SERIALIZABLE in the place of a result that no clone carries, and the others theirs", async () => {
    const { server, call } = openSession([Probe]);
    server.router.register("odd", () => ({ save: () => {} }));
    await expect(call("rpc.batch", [echo("a"), { method: "odd" }, echo("b")])).resolves.toMatchObject({
      result: [
        { result: "a" },
        { error: { code: "NOT_SERIALIZABLE", data: { path: "result.save: function" } } },
        { result: "b" },
      ],
    });
  });

  it("holds no batch", async () => {
    await expect(batch({ method: "rpc.batch", params: [echo("a")] })).resolves.toEqual({
      result: [{ error: { code: "INVALID_REQUEST", message: "A batch cannot hold a batch" } }],
    });
  });

  it("opens no stream", async () => {
    const { session, call } = openSession([Probe]);
    await expect(call("rpc.batch", [{ method: "probe.count" }])).resolves.toEqual({
      result: [error("INVALID_REQUEST")],
    });
    expect(session.idle).toBe(true);
  });

  it("holds 1,000 requests and no more", async () => {
    const full = await batch(...new Array(1_000).fill({ method: "rpc.ping" }));
    expect(full).toMatchObject({ result: { length: 1_000 } });
    await expect(batch(...new Array(1_001).fill({ method: "rpc.ping" }))).resolves.toMatchObject({
      error: { code: "PAYLOAD_TOO_LARGE", data: { limit: 1_000, name: "maxBatch", path: "params" } },
    });
  });
});
