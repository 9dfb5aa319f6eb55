import { Readable } from "node:stream";
import { RpcDomain, RpcError, RpcMethod } from "../../decorators/index.js";
import { deferred, openSession } from "./support/session.js";

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

describe("the log of what comes after the reply", () => {
  /** A service whose handlers do what the test says, once its gate is open. */
  function setUp() {
    const gate = deferred();
    const tidied = deferred();
    @RpcDomain("late")
    class Late {
      @RpcMethod() async answer(): Promise<string> {
        await gate.promise;
        return "too late";
      }
      @RpcMethod() async fail(): Promise<void> {
        await gate.promise;
        throw failure;
      }
      @RpcMethod() heed(signal: AbortSignal): Promise<void> {
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      }
      @RpcMethod() async readable(): Promise<Readable> {
        await gate.promise;
        return new Readable({ construct: (callback) => setImmediate(callback, failure) });
      }
      @RpcMethod() async *breaks(): AsyncGenerator<number> {
        yield 1;
        throw failure;
      }
      @RpcMethod() async *throwsNothing(): AsyncGenerator<number> {
        yield 1;
        throw undefined;
      }
      @RpcMethod() async *declares(): AsyncGenerator<number> {
        yield 1;
        throw new RpcError("OUT_OF_INK", "no more");
      }
      @RpcMethod() async *untidy(): AsyncGenerator<number> {
        try {
          yield 1;
          await gate.promise;
        } finally {
          tidied.resolve();
          // biome-ignore lint/correctness/noUnsafeFinally: this is what happens
          throw failure;
        }
      }
      @RpcMethod() async *heedful(signal: AbortSignal): AsyncGenerator<number> {
        yield 1;
        await this.heed(signal);
      }
    }
    const opened = openSession([Late]);
    const { call, log, session } = opened;
    const read = async (method: string) => {
      await call(method);
      await call("rpc.credit", ["s1", 10]);
      while (!session.idle) await new Promise(setImmediate);
    };
    /** The lines that are no call's own. */
    const lines = async () => {
      for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
      return log.filter(({ message }) => !/ \d+\.\d ms /.test(message));
    };
    return { ...opened, gate, tidied, read, lines };
  }

  it.each([
    ["late.breaks", "error", "The stream of late.breaks failed (peer-1)", failure],
    [
      "late.throwsNothing",
      "error",
      "The stream of late.throwsNothing failed (peer-1)",
      new Error("late.throwsNothing threw undefined"),
    ],
    ["late.declares", "debug", "The stream of late.declares failed (peer-1): OUT_OF_INK: no more", undefined],
  ])("has what the stream of %s threw: as %s", async (method, level, message, details) => {
    const { read, lines } = setUp();
    await read(method);
    expect(await lines()).toEqual([{ level, message, details }]);
  });

  it("has what a generator throws after its reader has left, for debugging", async () => {
    const { call, tidied, lines } = setUp();
    await call("late.untidy");
    await call("rpc.credit", ["s1", 1]);
    await call("rpc.cancel", ["s1"]);
    await tidied.promise;
    expect(await lines()).toEqual([
      {
        level: "debug",
        message: "late.untidy failed after its stream had ended (peer-1)",
        details: failure,
      },
    ]);
  });

  it("has what a handler threw after its deadline, for debugging", async () => {
    const { call, gate, lines } = setUp();
    await call("late.fail", [], { timeoutMs: 1 });
    gate.resolve();
    expect(await lines()).toEqual([
      {
        level: "debug",
        message: "late.fail failed after its call had ended (peer-1): dropped",
        details: failure,
      },
    ]);
  });

  it("has that an answer was dropped, for its session had ended", async () => {
    const { call, gate, session, lines } = setUp();
    const waiting = call("late.answer");
    await new Promise(setImmediate);
    session.close();
    await waiting;
    gate.resolve();
    expect(await lines()).toEqual([
      {
        level: "debug",
        message: "late.answer answered after its call had ended (peer-1): dropped",
        details: undefined,
      },
    ]);
  });

  it("has what befell a stream that came too late", async () => {
    const { call, gate, lines } = setUp();
    await call("late.readable", [], { timeoutMs: 1 });
    gate.resolve();
    expect((await lines()).map(({ level, details }) => [level, details])).toEqual([
      ["debug", undefined],
      ["debug", failure],
    ]);
  });

  it("has nothing of handlers that fail with what their signal fired with", async () => {
    const { call, session, lines } = setUp();
    await call("late.heedful");
    await call("rpc.credit", ["s1", 10]);
    const waiting = call("late.heed");
    await new Promise(setImmediate);
    session.close();
    await waiting;
    expect(await lines()).toEqual([]);
  });
});
