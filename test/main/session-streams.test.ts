import { RpcDomain, RpcError, RpcMethod } from "../../decorators/index.js";
import { CallContext } from "../../src/main/call-context.js";
import { consoleLogger, createContainer, createRpcServer } from "../../src/main/index.js";
import { OutgoingStream } from "../../src/main/session/outgoing-stream.js";
import { OutgoingValues } from "../../src/main/session/outgoing-values.js";
import type { RpcStreamMessage } from "../../src/shared/messages.js";
import { deferred, openSession } from "./support/session.js";

const turn = () => new Promise(setImmediate);
const turns = async (count: number) => {
  for (let n = 0; n < count; n++) await turn();
};

/** A service that counts, a server of it, and a reader to whom nothing leaves while the way is shut. */
function setUp(streamWindow?: number) {
  const made = { items: 0, ahead: 0, finished: 0 };
  const way = { sent: 0, left: 0, shut: undefined as ReturnType<typeof deferred<void>> | undefined };
  const count = async function* <T>(to: number, item: (n: number) => T): AsyncGenerator<T> {
    try {
      for (let n = 0; n < to; n++) {
        made.ahead = Math.max(made.ahead, ++made.items - way.left);
        yield item(n);
      }
    } finally {
      made.finished++;
    }
  };
  @RpcDomain("probe")
  class Probe {
    @RpcMethod() count(to: number): AsyncGenerator<number> {
      return count(to, (n) => n);
    }
    @RpcMethod({ streamWindow: 3 }) narrow(to: number): AsyncGenerator<number> {
      return this.count(to);
    }
    @RpcMethod() text(to: number): AsyncGenerator<string> {
      return count(to, () => "x".repeat(100_000));
    }
  }
  const { server } = openSession([Probe], streamWindow === undefined ? {} : { streamWindow });
  const messages: RpcStreamMessage[] = [];
  const session = server.connect({
    sender: { id: "reader", transport: "test" },
    emit: (_event, payload) => {
      const message = payload as RpcStreamMessage;
      messages.push(message);
      way.sent += message.items?.length ?? 0;
      if (way.shut === undefined) way.left = way.sent;
    },
    // Numbers are little, however many there are.
    drained: (bytes) => {
      const little = bytes === undefined && typeof messages.at(-1)?.items?.[0] !== "string";
      return little || way.left === way.sent ? undefined : way.shut?.promise;
    },
  });
  const shut = () => {
    way.shut ??= deferred();
  };
  const open = () => {
    way.left = way.sent;
    way.shut?.resolve();
    way.shut = undefined;
  };
  const read = async (method: string, to: number, credit: number) => {
    await session.invoke({ method: `probe.${method}`, params: [to] });
    await session.invoke({ method: "rpc.credit", params: ["s1", credit] });
  };
  const items = () => messages.flatMap((message) => message.items ?? []);
  const ended = async () => {
    while (!session.idle) await turn();
    return items();
  };
  return { session, made, way, messages, items, shut, open, read, ended };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

it("a one-way call's stream is not kept open, because nobody will read it", async () => {
  const { session, made } = setUp();
  session.notify({ method: "probe.count", params: [10] });
  await turns(10);
  expect([session.streams.size, session.idle, made.items]).toEqual([0, true, 0]);
});

describe("the server's window", () => {
  it.each([1, 2, 63, 64, 65, 200])(
    "of %p is as far as a producer gets ahead of what has left, whatever the credit",
    async (window) => {
      const { session, made, items, shut, open, read } = setUp(window);
      shut();
      await read("count", 1_000, 10_000);
      while (!session.idle) {
        await turns(10);
        open();
        shut();
      }
      expect(made.ahead).toBe(window);
      expect(items()).toEqual(upTo(1_000));
    },
  );

  it("loses no credit: a reader that gives all of it at once is never held for good", async () => {
    const { read, ended } = setUp(10);
    await read("count", 2_000, 2_001);
    expect(await ended()).toEqual(upTo(2_000));
  });

  it("is 65,536 by default, and credit beyond it is not lost either", async () => {
    const { made, shut, open, read, ended } = setUp();
    shut();
    await read("count", 70_000, 70_001);
    await turns(2_000);
    expect(made.items).toBe(65_536);
    open();
    expect(await ended()).toHaveLength(70_000);
  });

  it("lets other work run, though the producer never waits", async () => {
    const { session, read } = setUp();
    let turnsTaken = 0;
    await read("count", 10_000, 10_001);
    for (; !session.idle; turnsTaken++) await turn();
    // A message holds 64 items.
    expect(turnsTaken).toBeGreaterThan(10_000 / 64 / 2);
  });

  it("is credit added up, however it was granted", async () => {
    const { session, made, read, items } = setUp();
    await read("count", 1_000, 2);
    await session.invoke({ method: "rpc.credit", params: ["s1", 3] });
    await session.invoke({ method: "rpc.credit", params: ["s1", 4] });
    await turns(10);
    expect([made.items, items()]).toEqual([9, upTo(9)]);
  });

  it("gives way to a smaller credit", async () => {
    const { made, read } = setUp(100);
    await read("count", 1_000, 7);
    await turns(10);
    expect(made.items).toBe(7);
  });

  it("of a method comes before the server's", async () => {
    const { made, read, shut } = setUp(100);
    shut();
    await read("narrow", 1_000, 1_000);
    await turns(10);
    expect(made.items).toBe(3);
  });

  it.each([0, -1, 1.5, Number.NaN])("of %p is refused, for nothing could flow", (streamWindow) => {
    expect(() => createRpcServer({ container: createContainer(), streamWindow })).toThrow(
      new TypeError(
        `createRpcServer: streamWindow is ${streamWindow}; give a whole number of items, 1 or more`,
      ),
    );
  });
});

describe("a stream whose way is not clear", () => {
  it("holds its producer at one message, and goes on when it is", async () => {
    const { made, messages, shut, open, read, ended } = setUp();
    shut();
    await read("text", 50, 1_000);
    await turns(10);
    // 100,000 characters and more an item: 3 make a message. One is on its way, and one waits to be sent.
    expect([messages.length, made.items]).toEqual([1, 6]);
    open();
    expect(await ended()).toHaveLength(50);
  });

  it("is done at once when it ends, though the way may never be clear", async () => {
    const call = new CallContext({ method: "probe.text" }, { id: "reader", transport: "test" }, "reader");
    const source = (async function* () {
      for (;;) yield "x";
    })();
    const stream = new OutgoingStream("s1", call, source, 1, {
      send: () => {},
      drained: () => new Promise(() => {}),
      logger: consoleLogger,
      values: new OutgoingValues(
        { sender: { id: "reader", transport: "test" } },
        { logger: consoleLogger, exposeInternals: false },
      ),
    });
    const done = stream.run();
    stream.grant(10);
    await turn();
    stream.end(new RpcError("UNAVAILABLE", "gone"));
    await done;
    expect(call.signal.reason).toMatchObject({ code: "UNAVAILABLE" });
  });

  it("ends with its session at once, and its generator with it", async () => {
    const { session, made, shut, read } = setUp();
    shut();
    await read("text", 50, 1_000);
    await turn();
    session.close();
    await turns(3);
    expect([session.idle, made.finished]).toEqual([true, 1]);
  });
});

describe("rpc.cancel", () => {
  it("of an id that a call and a stream have ends the call first, then the stream", async () => {
    const gate = deferred();
    @RpcDomain("probe")
    class Probe {
      @RpcMethod() async *forever(): AsyncGenerator<number> {
        yield await gate.promise.then(() => 1);
      }
      @RpcMethod() async wait(): Promise<void> {
        await gate.promise;
      }
    }
    const { call, session } = openSession([Probe]);
    expect(await call("probe.forever")).toEqual({ stream: "s1" });
    const waiting = call("probe.wait", [], { id: "s1" });
    await call("rpc.cancel", ["s1"]);
    expect([session.calls.size, session.streams.size]).toEqual([0, 1]);
    expect(await waiting).toMatchObject({ error: { code: "CANCELLED" } });
    await call("rpc.cancel", ["s1"]);
    expect(session.streams.size).toBe(0);
  });
});
