import { RpcError } from "../../decorators/index.js";
import { CallContext } from "../../src/main/call-context.js";
import { consoleLogger } from "../../src/main/index.js";
import { OutgoingStreams } from "../../src/main/session/outgoing-streams.js";
import { OutgoingValues } from "../../src/main/session/outgoing-values.js";
import type { RpcStreamMessage } from "../../src/shared/messages.js";

const GONE = new RpcError("UNAVAILABLE", "the page is gone");

/** The streams of a session, what they sent, and a source that tells whether it was let go of. */
function setUp() {
  const sent: RpcStreamMessage[] = [];
  const streams = new OutgoingStreams({
    send: (message) => void sent.push(message),
    drained: () => undefined,
    logger: consoleLogger,
    values: new OutgoingValues(
      { sender: { id: "p", transport: "test" } },
      { logger: consoleLogger, exposeInternals: false },
    ),
  });
  let returned = 0;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<never>(() => {}),
      return: async () => {
        returned++;
        return { done: true as const, value: undefined };
      },
    }),
  };
  const call = new CallContext(
    { method: "a.stream", meta: { id: "c1" } },
    { id: "p", transport: "test" },
    "p",
  );
  return { streams, sent, source, call, returned: () => returned };
}

it("a stream is ended by its own id and by its call's", () => {
  for (const name of ["s1", "c1"]) {
    const { streams, source, call, returned } = setUp();
    expect(streams.open(call, source, 1)).toBe("s1");
    expect(streams.cancel("unknown")).toBe(false);
    expect(streams.cancel(name)).toBe(true);
    expect([streams.size, returned(), call.aborted]).toEqual([0, 1, true]);
    expect(streams.cancel(name)).toBe(false);
  }
});

it("an item that only the peer's codec refuses ends its stream with its index, and those before it arrive", async () => {
  const { call } = setUp();
  const sent: RpcStreamMessage[] = [];
  const bad = { refused: "by the codec" };
  const streams = new OutgoingStreams({
    send: (message) => {
      if (message.items?.includes(bad)) throw new Error("no such extension");
      sent.push(message);
    },
    drained: () => undefined,
    logger: consoleLogger,
    values: new OutgoingValues(
      { sender: { id: "p", transport: "test" } },
      { logger: consoleLogger, exposeInternals: false },
    ),
  });
  async function* items() {
    yield* [1, 2, bad, 4];
  }
  const id = streams.open(call, items(), 64);
  streams.grant(id, 10);
  while (streams.size > 0) await new Promise(setImmediate);
  expect(sent).toEqual([
    { id, items: [1] },
    { id, items: [2] },
    {
      id,
      error: expect.objectContaining({
        code: "NOT_SERIALIZABLE",
        data: { path: "items[2]: no such extension", index: 2 },
      }),
    },
  ]);
});

it("the end of a session ends its streams, and tells their readers", () => {
  const { streams, sent, source, call, returned } = setUp();
  streams.open(call, source, 1);
  streams.endAll(GONE);
  expect([streams.size, returned(), call.signal.reason]).toEqual([0, 1, GONE]);
  expect(sent).toEqual([{ id: "s1", error: { code: "UNAVAILABLE", message: "the page is gone" } }]);
});

it("a stream that a handler gives as its session ends is refused, and let go of", () => {
  const { streams, sent, source, call, returned } = setUp();
  streams.endAll(GONE);
  expect(() => streams.open(call, source, 1)).toThrow(GONE);
  expect([streams.size, returned(), sent]).toEqual([0, 1, []]);
});
