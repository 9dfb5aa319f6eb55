import { jest } from "@jest/globals";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { type FakeBridge, fakeBridge, lose, unavailable } from "./fake-socket.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => void jest.useRealTimers());

/** All promise reactions that are due. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const client = (fake: FakeBridge) =>
  createRPCClient<{ a: { read(value: number): string; write(value: number): string } }>({
    ...fake,
    batch: true,
  });

describe("a batch that waits for a socket", () => {
  it("is its calls: one that is aborted is never sent, and the others are", async () => {
    const fake = fakeBridge();
    const controller = new AbortController();
    const aborted = withOptions(client(fake), { signal: controller.signal }).a.write(1);
    const kept = [client(fake).a.write(2), client(fake).a.write(3)];
    await settled();
    controller.abort("changed my mind");
    await expect(aborted).rejects.toBe("changed my mind");
    fake.socket().open();
    expect(fake.socket().sent).toMatchObject([
      { method: "a.write", params: [2] },
      { method: "a.write", params: [3] },
    ]);
    for (const { id, params } of fake.socket().sent) fake.socket().receive({ id, result: params });
    expect(await Promise.all(kept)).toEqual([[2], [3]]);
    fake.bridge.close();
  });

  it("answers its requests in order, each with its own outcome", async () => {
    const fake = fakeBridge({ maxQueued: 2 });
    const reply = fake.bridge.invoke("rpc.batch", [
      { method: "a.read", params: [1], meta: { id: "r" } },
      { method: "a.write", params: { by: "name" }, meta: { timeoutMs: 5 } },
      { method: "a.read" },
    ]);
    fake.socket().open();
    expect(fake.socket().sent).toMatchObject([
      { id: "r", method: "a.read", params: [1] },
      { method: "a.write", params: { by: "name" }, meta: { timeoutMs: 5 } },
    ]);
    fake.socket().answer("a.write", { error: { code: -32603, message: "m" } });
    fake.socket().answer("a.read", { result: "one" });
    expect(await reply).toEqual({
      result: [
        { result: "one" },
        { error: { code: "INTERNAL", message: "m" } },
        unavailable("2 messages wait"),
      ],
    });
    fake.bridge.close();
  });

  it("fails as one when it is none", async () => {
    const fake = fakeBridge();
    expect(await fake.bridge.invoke("rpc.batch", [null])).toEqual(unavailable("did not get through"));
    fake.bridge.close();
  });
});

describe("a batch whose socket is lost", () => {
  it("sends its idempotent calls again, as they were, and ends the others with UNAVAILABLE", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const given = { value: "as sent" };
    const reply = fake.bridge.invoke("rpc.batch", [
      { method: "a.read", params: [given], meta: { id: "r" } },
      { method: "a.write" },
    ]);
    given.value = "as changed";
    lose(fake);
    fake.socket().open("a.read");
    expect(fake.socket().sent).toEqual([
      { jsonrpc: "2.0", id: "r", method: "a.read", params: [{ value: "as sent" }] },
    ]);
    fake.socket().answer("a.read", { result: "one" });
    expect(await reply).toEqual({ result: [{ result: "one" }, unavailable("1006")] });
    fake.bridge.close();
  });

  it("sends them again though as many messages wait as may", () => {
    const fake = fakeBridge({ maxQueued: 1 });
    fake.socket().open("a.read");
    void fake.bridge.invoke("rpc.batch", [{ method: "a.read" }, { method: "a.read" }]);
    lose(fake);
    fake.socket().open();
    expect(fake.socket().methods()).toEqual(["a.read", "a.read"]);
    fake.bridge.close();
  });

  it("does not send again what was aborted, before or after, nor on a sixth socket", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const entry = (id: string) => ({ method: "a.read", meta: { id } });
    const reply = fake.bridge.invoke("rpc.batch", ["before", "after", "kept"].map(entry));
    fake.bridge.send("rpc.cancel", ["before"]);
    lose(fake);
    fake.bridge.send("rpc.cancel", ["after"]);
    for (let n = 0; n < 5; n++) {
      fake.socket().open("a.read");
      lose(fake);
    }
    expect(fake.sockets.slice(1).map(({ sent }) => sent.map(({ id }) => id))).toEqual([
      ["kept"],
      ["kept"],
      ["kept"],
      ["kept"],
      [],
      [],
    ]);
    expect(await reply).toMatchObject({
      result: [unavailable("1006"), { error: { code: "CANCELLED" } }, unavailable("1006")],
    });
    fake.bridge.close();
  });

  it("ends as one when none of its calls may be sent again", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const reply = fake.bridge.invoke("rpc.batch", [{ method: "a.write" }, { method: "a.write" }]);
    lose(fake);
    expect(await reply).toEqual(unavailable("1006"));
    fake.bridge.close();
  });

  it("ends every call when no other socket comes", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const calls = [client(fake).a.read(1), client(fake).a.write(2)];
    await settled();
    fake.bridge.close();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("a batch that a session answered which has ended", () => {
  const error = { code: -32006, message: "The server is shutting down" };

  it("keeps what it has of answers, and sends the idempotent rest to the next server", async () => {
    const fake = fakeBridge();
    fake.socket().open("a.read");
    const calls = [client(fake).a.read(1), client(fake).a.read(2), client(fake).a.write(3)];
    const outcomes = Promise.allSettled(calls);
    await settled();
    const said = { error: { ...error, code: "UNAVAILABLE" } };
    fake.socket().answer("rpc.batch", { result: [{ result: "one" }, said, said] });
    fake.socket().answer("a.read", { error });
    fake.socket().answer("rpc.ping", { error });
    jest.advanceTimersToNextTimer();
    fake.socket().open("a.read");
    expect(fake.socket().sent).toMatchObject([{ method: "a.read", params: [2] }]);
    fake.socket().answer("a.read", { result: "two" });
    expect(await outcomes).toMatchObject([
      { value: "one" },
      { value: "two" },
      { reason: { code: "UNAVAILABLE", message: error.message } },
    ]);
    fake.bridge.close();
  });
});
