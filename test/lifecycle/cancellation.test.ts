import { getEventListeners, setMaxListeners } from "node:events";
import { jest } from "@jest/globals";
import { createRPCClient, RpcError, withOptions } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import { type LifeCaller, type LifePlace, places } from "./life-places.js";
import type { LifeApi } from "./life-service.js";
import { quiet, turns, until } from "./turns.js";

/** What a promise came to by now: its value, its rejection, or that it has not settled. */
function outcome(call: Promise<unknown>): { now: unknown } {
  const seen: { now: unknown } = { now: "pending" };
  call.then(
    (value) => (seen.now = value),
    (reason: unknown) => (seen.now = reason instanceof RpcError ? reason.code : reason),
  );
  return seen;
}

describe.each(places)("a call %s", (_name, open) => {
  let place: LifePlace;
  let caller: LifeCaller;
  beforeEach(async () => {
    place = await open();
    caller = await place.connect();
  });
  afterEach(async () => {
    expect([...place.service.held.keys()]).toEqual([]);
    await place.close();
  });

  const begin = async (key: string, signal: AbortSignal) => {
    const call = outcome(caller.rpc.life.hold(key, signal));
    await until(() => place.service.held.has(key));
    return call;
  };
  const endedWith = (key: string) => (place.service.ended.get(key) as RpcError | undefined)?.code;

  /** A client that notes the protocol's messages it sends. */
  function watched(): { rpc: LifeCaller["rpc"]; sent: unknown[] } {
    const sent: unknown[] = [];
    const { bridge: watchedBridge } = caller;
    const bridge: AtomitonBridge = {
      invoke: (...args) => watchedBridge.invoke(...args),
      on: (...args) => watchedBridge.on(...args),
      send(method, params) {
        sent.push(method);
        watchedBridge.send(method, params);
      },
    };
    return { rpc: createRPCClient<LifeApi>({ bridge }), sent };
  }

  test("that is aborted before it is sent rejects with the reason and is not sent", async () => {
    const { rpc, sent } = watched();
    const call = outcome(rpc.life.hold("early", AbortSignal.abort("why not")));
    await quiet();
    expect(call.now).toBe("why not");
    expect([place.service.started, sent]).toEqual([[], []]);
  });

  test("that is aborted on its way rejects at once, and its handler ends or never begins", async () => {
    const controller = new AbortController();
    const call = outcome(caller.rpc.life.hold("sent", controller.signal));
    controller.abort("changed my mind");
    await Promise.resolve().then(() => {});
    expect(call.now).toBe("changed my mind");
    await quiet();
    expect(place.service.held.size).toBe(0);
  });

  test("that is aborted while it waits for a subscription never reaches its handler", async () => {
    const reply = caller.bridge.invoke("rpc.batch", [
      { method: "rpc.subscribe", params: ["life.onState"] },
      { method: "life.hold", params: ["queued"], meta: { id: "q" } },
      { method: "rpc.cancel", params: ["q"] },
    ]);
    await quiet();
    expect(await reply).toMatchObject({ result: [{}, { error: { code: "CANCELLED" } }, {}] });
    expect(place.service.started).toEqual([]);
  });

  test("that is aborted while it runs rejects before anything else happens, and fires the handler's signal", async () => {
    const controller = new AbortController();
    const call = await begin("running", controller.signal);
    controller.abort();
    await Promise.resolve().then(() => {});
    expect(call.now).toBe("CANCELLED");
    await quiet();
    expect(endedWith("running")).toBe("CANCELLED");
  });

  test("that is aborted after its end keeps its result, and nothing more is sent of it", async () => {
    const { rpc, sent } = watched();
    const controller = new AbortController();
    const call = outcome(rpc.life.hold("over", controller.signal));
    await until(() => place.service.held.has("over"));
    await rpc.life.release("over");
    await quiet();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    controller.abort();
    await quiet();
    expect([call.now, sent, endedWith("over")]).toEqual(["released over", [], undefined]);
  });

  test("that is aborted twice, by two signals, has the first one's reason and is cancelled once", async () => {
    const { rpc, sent } = watched();
    const [one, two] = [new AbortController(), new AbortController()];
    const call = outcome(withOptions(rpc, { signal: two.signal }).life.hold("twice", one.signal));
    await until(() => place.service.held.has("twice"));
    two.abort("the second signal");
    one.abort("the first signal");
    two.abort("again");
    await quiet();
    expect([call.now, sent]).toEqual(["the second signal", ["rpc.cancel"]]);
    expect([one, two].flatMap(({ signal }) => getEventListeners(signal, "abort"))).toEqual([]);
  });

  test("that AbortSignal.timeout ends rejects with its TimeoutError", async () => {
    const call = outcome(caller.rpc.life.hold("timeout", AbortSignal.timeout(5)));
    await until(() => call.now !== "pending" && place.service.ended.has("timeout"));
    expect([(call.now as DOMException).name, endedWith("timeout")]).toEqual(["TimeoutError", "CANCELLED"]);
  });

  test.each([["c-1"], [7]])(
    "whose cancel, of id %p, comes first does not run; the next of that id does",
    async (id) => {
      const { bridge } = caller;
      bridge.send("rpc.cancel", [id]);
      const reply = await bridge.invoke("life.hold", ["overtaken"], { id });
      expect(reply).toEqual({ error: expect.objectContaining({ code: "CANCELLED" }) });
      expect(place.service.started).toEqual([]);
      expect(await bridge.invoke("life.echo", ["again"], { id })).toEqual({ result: "again" });
    },
  );

  test("that never came costs no more than a bounded memory of its cancel", async () => {
    const { bridge } = caller;
    for (let id = 0; id < 1_000; id++) bridge.send("rpc.cancel", [id]);
    expect(await bridge.invoke("life.echo", ["forgotten"], { id: 0 })).toEqual({ result: "forgotten" });
    expect(await bridge.invoke("life.echo", ["remembered"], { id: 999 })).toHaveProperty("error");
  });

  test("in a batch is cancelled by its own id, before it comes and while it runs, and the others are not", async () => {
    const { bridge } = caller;
    const entry = (id: string) => ({ method: "life.hold", params: [id], meta: { id } });
    bridge.send("rpc.cancel", ["early"]);
    const reply = bridge.invoke("rpc.batch", [entry("one"), entry("two"), entry("early"), entry("three")]);
    await until(() => place.service.held.size === 3);
    bridge.send("rpc.cancel", ["two"]);
    for (const key of ["one", "three"]) await caller.rpc.life.release(key);
    const { result } = (await reply) as { result: ({ result: unknown } | { error: RpcError })[] };
    expect(result.map((one) => ("error" in one ? one.error.code : one.result))).toEqual([
      "released one",
      "CANCELLED",
      "CANCELLED",
      "released three",
    ]);
    expect(endedWith("two")).toBe("CANCELLED");
  });

  test("that is iterated, and left before it has answered, is over for its reader at once and ends", async () => {
    const over = { done: true, value: undefined };
    const call = caller.rpc.life.hold("left") as unknown as AsyncIterable<string>;
    const reader = call[Symbol.asyncIterator]();
    const waiting = outcome(reader.next());
    await until(() => place.service.held.has("left"));
    expect(await reader.return?.()).toEqual(over);
    expect([waiting.now, await reader.next(), await reader.return?.()]).toEqual([over, over, over]);
    await until(() => place.service.ended.has("left"));
    expect(endedWith("left")).toBe("CANCELLED");
  });

  test("that is aborted when the rest of its stream has arrived keeps that rest from its reader", async () => {
    const over = { done: true, value: undefined };
    const controller = new AbortController();
    const { life } = withOptions(caller.rpc, { signal: controller.signal });
    const [read, unread] = [life.count(3), life.count(100)].map((stream) => stream[Symbol.asyncIterator]());
    for (let n = 0; n < 3; n++) await read?.next();
    expect(await read?.next()).toEqual(over);
    await unread?.next();
    await until(() => getEventListeners(controller.signal, "abort").length === 0);
    controller.abort("enough");
    await expect(unread?.next()).rejects.toBe("enough");
    expect([await unread?.next(), await read?.next()]).toEqual([over, over]);
  });

  test("leaves nothing on a long-lived signal, be it one of 1,000", async () => {
    const { signal } = new AbortController();
    // Or Node warns of the eleventh.
    setMaxListeners(0, signal);
    const { life } = withOptions(caller.rpc, { signal });
    const calls = Array.from({ length: 250 }, (_, n) => [
      life.echo(n),
      life.after(n % 3, n),
      life.fail().catch(() => {}),
      (async () => {
        for await (const item of life.numbers(`numbers ${n}`)) if (item === 3) break;
      })(),
    ]);
    await turns(1);
    expect(getEventListeners(signal, "abort").length).toBeGreaterThan(0);
    await Promise.all(calls.flat());
    await quiet();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  describe("by the clock", () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ["setImmediate", "clearImmediate", "nextTick", "queueMicrotask"] });
    });
    afterEach(() => {
      expect(jest.getTimerCount()).toBe(0);
      jest.useRealTimers();
    });

    test.each([
      ["its caller's deadline", "hold", 1_000, 1_000],
      ["its author's deadline", "hurried", undefined, 50],
      ["its author's, the smaller", "hurried", 1_000, 50],
      ["its caller's, the smaller", "hurried", 20, 20],
    ] as const)("ends with TIMEOUT at %s and not before", async (_case, method, timeoutMs, due) => {
      const options = timeoutMs === undefined ? {} : { timeoutMs };
      const call = outcome(withOptions(caller.rpc, options).life[method]("late"));
      await until(() => place.service.held.has("late"));
      jest.advanceTimersByTime(due - 1);
      await quiet();
      expect([call.now, endedWith("late")]).toEqual(["pending", undefined]);
      jest.advanceTimersByTime(1);
      await quiet();
      expect([call.now, endedWith("late")]).toEqual(["TIMEOUT", "TIMEOUT"]);
    });

    test("that is answered in time leaves no timer, nor does a stream that has opened", async () => {
      const { life } = withOptions(caller.rpc, { timeoutMs: 1_000 });
      expect(await life.echo("in time")).toBe("in time");
      const stream = life.numbers("numbers")[Symbol.asyncIterator]();
      await stream.next();
      expect(jest.getTimerCount()).toBe(0);
      jest.advanceTimersByTime(5_000);
      expect(await stream.next()).toEqual({ done: false, value: 1 });
      await stream.return?.();
      await quiet();
      expect(place.service.flowing.size).toBe(0);
    });
  });
});
