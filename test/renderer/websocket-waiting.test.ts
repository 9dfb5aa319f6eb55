import { jest } from "@jest/globals";
import { createRPCClient, createRPCNotifier } from "../../src/renderer/index.js";
import { fakeBridge, lose, unavailable } from "./fake-socket.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => void jest.useRealTimers());

describe("while there is no socket", () => {
  it("calls and one-way messages wait, in order", () => {
    const fake = fakeBridge();
    void fake.bridge.invoke("a.first");
    lose(fake);
    fake.bridge.send("a.second");
    void fake.bridge.invoke("a.third");
    expect(fake.sockets.flatMap(({ sent }) => sent)).toEqual([]);
    fake.socket().open();
    expect(fake.socket().methods()).toEqual(["a.first", "a.second", "a.third"]);
    fake.bridge.close();
  });

  it("no more wait than may, and the next fails at once", async () => {
    const fake = fakeBridge({ maxQueued: 3 });
    const replies = [fake.bridge.invoke("a.b"), fake.bridge.invoke("a.b")];
    fake.bridge.send("a.note");
    const words = "There is no connection, and 3 messages wait for it already";
    expect(await fake.bridge.invoke("a.b")).toEqual(unavailable(words));
    expect(() => fake.bridge.send("a.note")).toThrow(words);
    const notify = createRPCNotifier<{ a: { note(): void } }>({ bridge: fake.bridge });
    expect(() => notify.a.note()).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
    fake.socket().open();
    expect(fake.socket().sent).toHaveLength(3);
    for (let id = 1; id <= 2; id++) fake.socket().receive({ id, result: id });
    expect(await Promise.all(replies)).toEqual([{ result: 1 }, { result: 2 }]);
    fake.bridge.close();
  });

  it("waits for 1,000 by default", async () => {
    const fake = fakeBridge();
    for (let n = 0; n < 1_000; n++) void fake.bridge.invoke("a.b");
    expect(await fake.bridge.invoke("a.b")).toEqual(unavailable("1000 messages wait"));
    fake.bridge.close();
  });

  it("a subscription waits though as many messages do as may", async () => {
    const fake = fakeBridge({ maxQueued: 1 });
    void fake.bridge.invoke("a.b");
    const reply = fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    fake.socket().open();
    expect(fake.socket().methods()).toEqual(["rpc.subscribe", "a.b"]);
    fake.socket().answer("rpc.subscribe");
    expect(await reply).toEqual({ result: undefined });
    fake.bridge.close();
  });

  it("a call that is aborted is never sent", async () => {
    const fake = fakeBridge();
    const rpc = createRPCClient<{ a: { b(value: number, signal?: AbortSignal): Promise<void> } }>(fake);
    const controller = new AbortController();
    const aborted = rpc.a.b(1, controller.signal);
    const kept = rpc.a.b(2);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: "CANCELLED" });
    fake.socket().open();
    expect(fake.socket().sent).toMatchObject([{ method: "a.b", params: [2] }]);
    fake.socket().answer("a.b");
    await kept;
    fake.bridge.close();
  });

  it("a call that is cancelled is settled", async () => {
    const fake = fakeBridge();
    const reply = fake.bridge.invoke("a.b", [], { id: "x" });
    expect(await fake.bridge.invoke("rpc.cancel", ["x"])).toEqual({ result: undefined });
    expect(await reply).toMatchObject({ error: { code: "CANCELLED" } });
    fake.bridge.close();
  });

  it("what means nothing to a new session is dropped", () => {
    const fake = fakeBridge();
    fake.socket().open();
    lose(fake);
    fake.bridge.send("rpc.cancel", ["s1"]);
    fake.bridge.send("rpc.credit", ["s1", 5]);
    fake.bridge.send("rpc.unsubscribe", ["a.onB"]);
    fake.socket().open();
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });
});

describe("a call in flight when the socket is lost", () => {
  it("fails with UNAVAILABLE", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("a.write");
    lose(fake);
    expect(await reply).toEqual(unavailable("closed with 1006"));
    fake.socket().open("a.read");
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });

  it("of an idempotent method is sent again with its id, before those that waited", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("a.read", [1], { id: "r" });
    const answered = fake.bridge.invoke("a.read", [2]);
    fake.socket().answer("a.read", { result: "two" });
    lose(fake);
    void fake.bridge.invoke("a.write");
    fake.socket().open("a.read");
    expect(fake.socket().sent).toEqual([
      { jsonrpc: "2.0", id: "r", method: "a.read", params: [1] },
      { jsonrpc: "2.0", id: 2, method: "a.write" },
    ]);
    fake.socket().answer("a.read", { result: "one" });
    expect(await Promise.all([reply, answered])).toEqual([{ result: "one" }, { result: "two" }]);
    fake.bridge.close();
  });

  it("of an idempotent method is not sent again when it was aborted", () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    void fake.bridge.invoke("a.read", [], { id: "r" });
    fake.bridge.send("rpc.cancel", ["r"]);
    expect(fake.socket().methods()).toEqual(["a.read", "rpc.cancel"]);
    lose(fake);
    fake.socket().open("a.read");
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });

  it("of an idempotent method is sent on five sockets at most, for it may be what ends them", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("a.read");
    for (let n = 0; n < 5; n++) {
      lose(fake);
      fake.socket().open("a.read");
    }
    expect(fake.sockets.map(({ sent }) => sent.length)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(await reply).toEqual(unavailable("1006"));
    fake.bridge.close();
  });

  it("of an idempotent method is sent again when a session that ended has answered it", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("a.read");
    const error = { code: -32006, message: "The server is shutting down" };
    fake.socket().answer("a.read", { error });
    fake.socket().answer("rpc.ping", { error });
    expect(fake.bridge.connection.error?.message).toContain("its session has ended");
    jest.advanceTimersToNextTimer();
    fake.socket().open("a.read");
    expect(fake.socket().methods()).toEqual(["a.read"]);
    fake.socket().answer("a.read", { result: 1 });
    expect(await reply).toEqual({ result: 1 });
    fake.bridge.close();
  });

  it("of an idempotent method that itself says UNAVAILABLE fails with that", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("a.read");
    fake.socket().answer("a.read", { error: { code: -32006, message: "No printer" } });
    fake.socket().answer("rpc.ping", { result: "pong" });
    expect(await reply).toEqual(unavailable("No printer"));
    expect(fake.sockets).toHaveLength(1);
    fake.bridge.close();
  });

  it("of an idempotent method is not sent again when it is the largest and the server calls a message too big", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    void fake.bridge.invoke("rpc.subscribe", [`a.on${"B".repeat(2_000)}`]);
    const small = fake.bridge.invoke("a.read", ["small"]);
    const large = fake.bridge.invoke("a.read", ["x".repeat(1_000)]);
    fake.socket().fire("close", { code: 1009, reason: "Max payload size exceeded" });
    expect(await large).toEqual(unavailable("closed with 1009, Max payload size exceeded"));
    jest.advanceTimersToNextTimer();
    fake.socket().open("a.read");
    expect(fake.socket().methods()).toEqual(["rpc.subscribe", "a.read"]);
    fake.socket().answer("a.read", { result: 1 });
    expect(await small).toEqual({ result: 1 });
    fake.bridge.close();
  });
});
