import { jest } from "@jest/globals";
import { createRPCClient } from "../../src/renderer/index.js";
import { type FakeBridge, fakeBridge, lose } from "./fake-socket.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => void jest.useRealTimers());

/** All promise reactions that are due. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a subscription", () => {
  const api = (fake: FakeBridge) =>
    createRPCClient<{ a: { onB: { subscribe(listener: (value: number) => void): () => void } } }>(fake) as {
      a: { onB(listener: (value: number) => void): () => void };
    };
  const subscribe = { method: "rpc.subscribe", params: ["a.onB"] };

  it("is made once on each socket, before what waits", async () => {
    const fake = fakeBridge();
    const heard: number[] = [];
    fake.socket().open();
    const off = api(fake).a.onB((value) => heard.push(value));
    fake.socket().answer("rpc.subscribe");
    await settled();
    for (let n = 0; n < 2; n++) {
      lose(fake);
      void fake.bridge.invoke("a.emit");
      fake.socket().open();
      expect(fake.socket().sent).toMatchObject([subscribe, { method: "a.emit" }]);
      fake.socket().receive({ method: "a.onB", params: [n] });
    }
    await settled();
    expect(heard).toEqual([0, 1]);
    off();
    lose(fake);
    fake.socket().open();
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });

  it("asked for while there is no socket, or lost before its answer, is not doubled", async () => {
    const fake = fakeBridge();
    void fake.bridge.invoke("a.b");
    const reply = fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    fake.socket().open();
    expect(fake.socket().sent).toMatchObject([subscribe, { method: "a.b" }]);
    lose(fake);
    fake.socket().open();
    expect(fake.socket().sent).toMatchObject([subscribe]);
    fake.socket().answer("rpc.subscribe");
    expect(await reply).toEqual({ result: undefined });
    fake.bridge.close();
  });

  it("is made on as many sockets as it takes", async () => {
    const fake = fakeBridge();
    const reply = fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    for (let n = 0; n < 8; n++) {
      fake.socket().open();
      lose(fake);
    }
    fake.socket().open().answer("rpc.subscribe");
    expect(await reply).toEqual({ result: undefined });
    expect(fake.sockets.map(({ sent }) => sent.length)).toEqual(Array(9).fill(1));
    fake.bridge.close();
  });

  it("given up while it waits is never made", async () => {
    const fake = fakeBridge();
    const reply = fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    fake.bridge.send("rpc.unsubscribe", ["a.onB"]);
    expect(await reply).toEqual({ result: undefined });
    fake.socket().open();
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });

  it("that was refused is not made again", async () => {
    const fake = fakeBridge();
    fake.socket().open();
    const reply = fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    fake.socket().answer("rpc.subscribe", { error: { code: -32003, message: "No" } });
    expect(await reply).toMatchObject({ error: { code: "FORBIDDEN" } });
    lose(fake);
    fake.socket().open();
    expect(fake.socket().sent).toEqual([]);
    fake.bridge.close();
  });

  it("that the next server refuses is given up, and shows as an unhandled rejection", async () => {
    // Jest takes unhandled rejections for itself.
    const rejection = jest.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
    const fake = fakeBridge();
    fake.socket().open();
    void fake.bridge.invoke("rpc.subscribe", ["a.onB"]);
    fake.socket().answer("rpc.subscribe");
    lose(fake);
    fake
      .socket()
      .open()
      .answer("rpc.subscribe", { error: { code: -32006, message: "Again" } });
    lose(fake);
    fake
      .socket()
      .open()
      .answer("rpc.subscribe", { error: { code: -32601, message: "No such event" } });
    lose(fake);
    expect(fake.socket().open().sent).toEqual([]);
    expect(rejection.mock.calls).toEqual([
      [
        expect.objectContaining({
          code: "METHOD_NOT_FOUND",
          message: "No longer subscribed to a.onB: No such event",
        }),
      ],
    ]);
    rejection.mockRestore();
    fake.bridge.close();
  });

  it("that the next server refused is asked for anew by a listener that comes later", async () => {
    const rejection = jest.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
    const fake = fakeBridge();
    const heard: [string, number][] = [];
    fake.socket().open();
    const off = api(fake).a.onB((value) => heard.push(["early", value]));
    fake.socket().answer("rpc.subscribe");
    await settled();
    lose(fake);
    fake
      .socket()
      .open()
      .answer("rpc.subscribe", { error: { code: -32003, message: "No" } });
    expect(rejection).toHaveBeenCalledTimes(1);
    rejection.mockRestore();
    await settled();
    const stops = [off, ...[1, 2].map(() => api(fake).a.onB((value) => heard.push(["late", value])))];
    expect(fake.socket().methods()).toEqual(["rpc.subscribe", "rpc.subscribe"]);
    fake.socket().answer("rpc.subscribe");
    fake.socket().receive({ method: "a.onB", params: [7] });
    await settled();
    expect(heard).toEqual([
      ["early", 7],
      ["late", 7],
      ["late", 7],
    ]);
    for (const stop of stops) stop();
    expect(fake.socket().methods().at(-1)).toBe("rpc.unsubscribe");
    fake.bridge.close();
  });
});

describe("a stream", () => {
  type Api = { a: { count(): AsyncIterable<number> } };

  /** Reads until it fails, and tells what came and what it failed with. */
  async function read(stream: AsyncIterable<number>): Promise<unknown[]> {
    const read: unknown[] = [];
    try {
      for await (const item of stream) read.push(item);
    } catch (error) {
      read.push((error as { code: string }).code);
    }
    return read;
  }

  it("fails with UNAVAILABLE after the items that came", async () => {
    const fake = fakeBridge();
    fake.socket().open();
    const items = read(createRPCClient<Api>(fake).a.count());
    await settled();
    fake.socket().answer("a.count", { stream: "s1" });
    await settled();
    expect(fake.socket().sent.at(-1)).toMatchObject({ method: "rpc.credit", params: ["s1", 256] });
    fake.socket().receive({ method: "rpc.stream", params: [{ id: "s1", items: [1, 2] }] });
    fake.socket().lose();
    expect(await items).toEqual([1, 2, "UNAVAILABLE"]);
    fake.bridge.close();
  });

  it("fails as well when its socket goes before its reader can begin, or when the bridge is closed", async () => {
    for (const end of ["lose", "close"] as const) {
      const fake = fakeBridge();
      fake.socket().open();
      const items = read(createRPCClient<Api>(fake).a.count());
      await settled();
      fake.socket().answer("a.count", { stream: "s1" });
      if (end === "lose") fake.socket().lose();
      else fake.bridge.close();
      expect(await items).toEqual(["UNAVAILABLE"]);
      fake.bridge.close();
    }
  });
});
