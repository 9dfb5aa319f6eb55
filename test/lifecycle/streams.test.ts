import { RpcError, withOptions } from "../../src/renderer/index.js";
import { type LifeCaller, type LifePlace, places } from "./life-places.js";
import { quiet, turns, until } from "./turns.js";

const DONE = { done: true, value: undefined };

/** What a reader got, and what it ended with. */
async function readAll(stream: AsyncIterable<unknown>): Promise<{ items: unknown[]; end: unknown }> {
  const items: unknown[] = [];
  try {
    for await (const item of stream) items.push(item);
    return { items, end: "done" };
  } catch (error) {
    return { items, end: error instanceof RpcError ? error.code : error };
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe.each(places)("a stream %s", (_name, open) => {
  let place: LifePlace;
  let caller: LifeCaller;
  let life: LifeCaller["rpc"]["life"];
  beforeEach(async () => {
    place = await open();
    caller = await place.connect();
    ({ life } = caller.rpc);
  });
  afterEach(async () => {
    await quiet();
    expect([...place.server.sessions()].filter(({ idle }) => !idle).map(({ id }) => id)).toEqual([]);
    expect([...place.service.flowing]).toEqual([]);
    await place.close();
  });

  test("that fails in the middle gives all before it, its error once, and is at its end", async () => {
    const stream = life.breaksAfter(1_000)[Symbol.asyncIterator]();
    for (let n = 0; n < 1_000; n++) expect(await stream.next()).toEqual({ done: false, value: n });
    await expect(stream.next()).rejects.toMatchObject({ code: "OUT_OF_INK", data: { count: 1_000 } });
    expect(await stream.next()).toEqual(DONE);
  });

  test("whose error no clone carries ends with its code, and so does a call", async () => {
    expect(await readAll(life.breaksOddly())).toEqual({ items: [0], end: "ODD" });
    await expect(life.failOddly()).rejects.toMatchObject({ code: "ODD", message: "no clone carries this" });
  });

  test("is one of 200, read at once by 10 callers, and mixes with none", async () => {
    const callers = await Promise.all(upTo(10).map(() => place.connect()));
    const lengths = upTo(20).map((n) => (n * 37) % 300);
    const read = callers.flatMap(({ rpc }) => lengths.map((length) => readAll(rpc.life.count(length))));
    const expected = callers.flatMap(() => lengths.map((length) => ({ items: upTo(length), end: "done" })));
    expect(await Promise.all(read)).toEqual(expected);
  });

  test("that is returned while its next item is awaited ends both, and its producer", async () => {
    const stream = life.stalled("stalled")[Symbol.asyncIterator]();
    await stream.next();
    const waiting = [stream.next(), stream.next()];
    await turns(3);
    expect(await stream.return?.()).toEqual(DONE);
    expect(await Promise.all(waiting)).toEqual([DONE, DONE]);
    expect(await stream.next()).toEqual(DONE);
    await until(() => place.service.ended.has("stalled"));
    expect((place.service.ended.get("stalled") as RpcError).code).toBe("CANCELLED");
  });

  test("gives items in order to those who ask at once, and its error to the first that is left", async () => {
    const stream = life.breaksAfter(2)[Symbol.asyncIterator]();
    const asked = await Promise.allSettled(upTo(4).map(() => stream.next()));
    expect(asked.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code))).toEqual([
      { done: false, value: 0 },
      { done: false, value: 1 },
      "OUT_OF_INK",
      DONE,
    ]);
  });

  test("whose finally throws says so at its end, and to a reader that has left no more", async () => {
    expect(await readAll(life.untidy("read out"))).toEqual({ items: [0, 1, 2], end: "UNTIDY" });
    for await (const n of withOptions(caller.rpc, { streamWindow: 1 }).life.untidy("left")) {
      if (n === 1) break;
    }
    await quiet();
    expect(await life.echo("all is well")).toBe("all is well");
  });

  test("of a Readable that has no data destroys it when the reader leaves", async () => {
    const stream = (life.readable("quiet") as unknown as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    const waiting = stream.next();
    await until(() => place.service.readables.has("quiet"));
    await quiet();
    void stream.return?.();
    await quiet();
    expect(place.service.readables.get("quiet")?.destroyed).toBe(true);
    expect(await waiting).toEqual(DONE);
  });

  test("of a Readable that fails ends with its error", async () => {
    const read = readAll(life.readable("broken") as unknown as AsyncIterable<unknown>);
    await until(() => place.service.readables.has("broken"));
    place.service.readables.get("broken")?.push("a chunk");
    await quiet();
    place.service.readables.get("broken")?.destroy(new Error("the disk is gone"));
    expect(await read).toEqual({ items: [expect.anything()], end: "INTERNAL" });
  });

  test("of a Readable that fails before it is read ends with its error, once it is", async () => {
    const failed = () => place.service.readables.get("early")?.errored != null;
    const messages: unknown[] = [];
    const off = caller.bridge.on("rpc.stream", (message) => messages.push(message));
    const reply = (await caller.bridge.invoke("life.missing", ["early"])) as { stream: string };
    await until(failed);
    await quiet();
    await caller.bridge.invoke("rpc.credit", [reply.stream, 1]);
    await until(() => messages.length > 0);
    off();
    const message = expect.stringContaining("ENOENT");
    expect(messages).toEqual([
      { id: reply.stream, error: expect.objectContaining({ code: "INTERNAL", message }) },
    ]);
  });

  test("of a Readable that fails when nobody reads it harms nobody", async () => {
    caller.bridge.send("life.missing", ["unread"]);
    await until(() => place.service.readables.get("unread")?.destroyed === true);
    await until(() => place.service.readables.get("unread")?.closed === true);
    expect(await life.echo("all is well")).toBe("all is well");
  });

  test("that a handler gives after its call was cancelled is let go of", async () => {
    const call = caller.bridge.invoke("life.lateReadable", ["late"], { id: "late" });
    await until(() => place.service.held.has("late"));
    caller.bridge.send("rpc.cancel", ["late"]);
    expect(await call).toHaveProperty("error.code", "CANCELLED");
    place.service.held.get("late")?.("now");
    await quiet();
    expect(place.service.readables.get("late")?.destroyed).toBe(true);
  });

  test("whose author set a window is never further ahead of its reader, who had set a larger one", async () => {
    let read = 0;
    let ahead = 0;
    for await (const _ of withOptions(caller.rpc, { streamWindow: 100 }).life.narrow(200)) {
      await quiet();
      ahead = Math.max(ahead, place.service.produced - ++read);
    }
    expect([read, ahead]).toEqual([200, 3]);
  });

  test.each([1, 2, 7, 256, 200_000])(
    "of a method with a window of 3 loses none, and stalls at no window of %p",
    async (streamWindow) => {
      const { items, end } = await readAll(withOptions(caller.rpc, { streamWindow }).life.narrow(500));
      expect([items, end]).toEqual([upTo(500), "done"]);
    },
  );

  test.each([0, -1, 1.5, Number.NaN])(
    "with a window of %p is refused, for nothing could flow",
    async (streamWindow) => {
      const { end } = await readAll(withOptions(caller.rpc, { streamWindow }).life.count(1));
      expect(end).toBeInstanceOf(RangeError);
      expect(place.service.produced).toBe(0);
    },
  );

  test("that nobody knows gets no credit, and says so", async () => {
    expect(await caller.bridge.invoke("rpc.credit", ["s99", 1])).toEqual({ result: false });
    for (const params of [[1, 1], ["s1", 0], ["s1", 1.5], ["s1"]]) {
      expect(await caller.bridge.invoke("rpc.credit", params)).toHaveProperty("error.code", "INVALID_PARAMS");
    }
  });

  test("called one way never flows", async () => {
    caller.bridge.send("life.count", [10]);
    await quiet();
    expect(place.service.produced).toBe(0);
  });

  test("to a peer that cannot be sent to ends, and takes nothing down", async () => {
    let tried = 0;
    const emit = () => {
      tried++;
      throw new Error("the peer is gone");
    };
    const session = place.server.connect({ sender: { id: "gone", transport: "none" }, emit });
    for (const method of ["life.count", "life.numbers", "life.breaksAfter"]) {
      const reply = (await session.invoke({ method, params: [3] })) as { stream: string };
      await session.invoke({ method: "rpc.credit", params: [reply.stream, 100] });
    }
    await until(() => session.idle);
    expect(tried).toBeGreaterThanOrEqual(3);
    expect([session.streams.size, place.service.flowing.size]).toEqual([0, 0]);
    expect(await life.echo("all is well")).toBe("all is well");
    place.server.disconnect(session);
  });
});
