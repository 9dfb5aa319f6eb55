import { jest } from "@jest/globals";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { consoleLogger, createContainer, createRpcServer, type RpcTransport } from "../../src/main/index.js";
import { deferred, memoryLogger, openSession } from "./support/session.js";

@RpcDomain("probe")
class Probe {
  @RpcMethod() echo(value: string): string {
    return value;
  }
  @RpcMethod() forever(): Promise<never> {
    return new Promise(() => {});
  }
  @RpcMethod() fail(): void {
    throw new Error("details");
  }
}

/** A transport that counts what is asked of it. */
function countedTransport(listen: () => void | Promise<void> = () => {}) {
  const counts = { listened: 0, closed: 0 };
  const transport: RpcTransport = {
    listen() {
      counts.listened++;
      return listen();
    },
    close() {
      counts.closed++;
    },
  };
  return { counts, transport };
}

describe("listen", () => {
  it("twice over one transport listens once", async () => {
    const { server } = openSession([Probe]);
    const { counts, transport } = countedTransport();
    await Promise.all([server.listen(transport), server.listen(transport)]);
    await server.listen(transport);
    expect(counts.listened).toBe(1);
    await server.close();
  });

  it.each([
    () => {
      throw new Error("port in use");
    },
    async () => {
      throw new Error("port in use");
    },
  ])("that fails rejects, whether at once or later, and may be tried again", async (fail) => {
    const { server } = openSession([Probe]);
    let attempts = 0;
    const { counts, transport } = countedTransport(() => (++attempts === 1 ? fail() : undefined));
    await expect(server.listen(transport)).rejects.toThrow("port in use");
    await expect(server.listen(transport)).resolves.toBeUndefined();
    expect(counts.listened).toBe(2);
    await server.close();
  });

  it("is refused by a server that closes", async () => {
    const { server } = openSession([Probe]);
    await server.close();
    await expect(server.listen(countedTransport().transport)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("close", () => {
  it("ends every session and its calls, and leaves none", async () => {
    const { server, call } = openSession([Probe]);
    const waiting = call("probe.forever");
    await server.close();
    await expect(waiting).resolves.toEqual({
      error: { code: "UNAVAILABLE", message: "The server is shutting down" },
    });
    expect(server.sessions().size).toBe(0);
  });

  it("refuses peers that still come", async () => {
    const { server, connect } = openSession([Probe]);
    await server.close();
    for (const method of ["probe.echo", "rpc.ping"]) {
      await expect(connect("late").call(method)).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    }
    expect(server.sessions().size).toBe(0);
  });

  it("stops every transport once, however often it is called", async () => {
    const { server } = openSession([Probe]);
    const first = countedTransport();
    const second = countedTransport();
    await server.listen(first.transport);
    await server.listen(second.transport);
    await Promise.all([server.close(), server.close()]);
    expect([first.counts.closed, second.counts.closed]).toEqual([1, 1]);
  });

  it("waits for a transport that is about to listen, or that would do so afterwards", async () => {
    const { server } = openSession([Probe]);
    const listening = deferred();
    const { counts, transport } = countedTransport(() => listening.promise);
    void server.listen(transport);
    const closed = server.close();
    await new Promise(setImmediate);
    expect(counts.closed).toBe(0);
    listening.resolve();
    await closed;
    expect(counts.closed).toBe(1);
  });

  it("goes on when a transport does not close, and logs that", async () => {
    const { server, log } = openSession([Probe]);
    const { counts, transport } = countedTransport();
    await server.listen({
      listen: () => {},
      close: () => {
        throw new Error("stuck");
      },
    });
    await server.listen(transport);
    await server.close();
    expect(counts.closed).toBe(1);
    expect(log).toContainEqual({
      level: "error",
      message: "A transport did not close",
      details: new Error("stuck"),
    });
  });

  it("lets running calls finish within its grace, and takes no new ones meanwhile", async () => {
    const gate = deferred();
    const { server, call } = openSession([Probe]);
    server.router.register("wait", () => gate.promise);
    const waiting = call("wait");
    const closed = server.close({ graceMs: 60_000 });
    await expect(call("probe.echo", ["a"])).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    gate.resolve();
    await expect(waiting).resolves.toEqual({ result: undefined });
    await closed;
  });

  it("asked again with less grace ends what runs when that is over", async () => {
    const { server, call } = openSession([Probe]);
    const waiting = call("probe.forever");
    const closed = [server.close({ graceMs: 600_000 }), server.close({ graceMs: 1 })];
    await Promise.all(closed);
    await expect(waiting).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
  });

  it("asked again with more grace ends what runs when the first grace is over", async () => {
    const { server, call } = openSession([Probe]);
    const waiting = call("probe.forever");
    await Promise.all([server.close({ graceMs: 1 }), server.close({ graceMs: 600_000 })]);
    await expect(waiting).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
  });

  it("asked for by a handler whose signal it fires is the same closing", async () => {
    const { server, call, log } = openSession([Probe]);
    const { counts, transport } = countedTransport();
    await server.listen(transport);
    const asked: Promise<void>[] = [];
    @RpcDomain("eager")
    class Eager {
      @RpcMethod() wait(signal: AbortSignal): Promise<never> {
        signal.addEventListener("abort", () => asked.push(server.close()));
        return new Promise(() => {});
      }
    }
    server.router.register(new Eager());
    const waiting = call("eager.wait");
    await new Promise(setImmediate);
    const closed = server.close();
    await closed;
    await waiting;
    expect(asked.map((closing) => closing === closed)).toEqual([true]);
    expect(counts.closed).toBe(1);
    expect(log.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("exposeInternals", () => {
  it.each([
    ["production", "Internal error"],
    ["development", "details"],
    [undefined, "details"],
  ])("is by default what NODE_ENV=%s says", async (environment, message) => {
    const before = process.env.NODE_ENV;
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
    const container = createContainer();
    container.bind(Probe).toSelf();
    const server = createRpcServer({ container, logger: memoryLogger().logger });
    process.env.NODE_ENV = before;
    const session = server.connect({ sender: { id: "1", transport: "test" }, emit: () => {} });
    await expect(session.invoke({ method: "probe.fail" })).resolves.toMatchObject({ error: { message } });
  });
});

describe("consoleLogger", () => {
  it("shows warnings and errors, and neither calls nor information", () => {
    const spies = (["debug", "info", "warn", "error"] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(() => {}),
    );
    const failure = new Error("details");
    consoleLogger.debug("a call");
    consoleLogger.info("a fact");
    consoleLogger.warn("a warning");
    consoleLogger.error("an error", failure);
    expect(spies.map(({ mock }) => mock.calls)).toEqual([
      [],
      [],
      [["[rpc] a warning"]],
      [[expect.stringMatching(/^\[rpc\] an error Error: details\n {8}at /)]],
    ]);
    for (const spy of spies) spy.mockRestore();
  });
});
