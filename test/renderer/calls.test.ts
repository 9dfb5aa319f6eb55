import { getEventListeners } from "node:events";
import { jest } from "@jest/globals";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { FakePageBridge, settled } from "./fake-page-bridge.js";

interface Api {
  a: { run(...args: unknown[]): unknown; count(): AsyncIterable<number> };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] }));
afterEach(() => {
  jest.useRealTimers();
});

function openPage() {
  const bridge = new FakePageBridge();
  return { bridge, client: createRPCClient<Api>({ bridge }) };
}

const cancels = ({ sent }: FakePageBridge) =>
  sent.filter(({ method }) => method === "rpc.cancel").map(({ params }) => params);

describe("the arguments of a call", () => {
  it.each<[what: string, given: unknown[], travelling: unknown[]]>([
    ["undefined at the end is left out", ["x", undefined, undefined], ["x"]],
    ["undefined before another stays", [undefined, "x"], [undefined, "x"]],
    ["null stays", [null], [null]],
    ["a signal does not travel, wherever it stands", [new AbortController().signal, "x"], ["x"]],
  ])("%s", (_what, given, travelling) => {
    const { bridge, client } = openPage();
    void client.a.run(...given);
    expect(bridge.sent[0]?.params).toStrictEqual(travelling);
  });

  it("that cannot be sent are named with their path", async () => {
    const { bridge, client } = openPage();
    bridge.invoke = () => Promise.reject(new Error("An object could not be cloned."));
    await expect(client.a.run({ save: () => {} })).rejects.toMatchObject({
      code: "NOT_SERIALIZABLE",
      data: { path: "params[0].save: function" },
    });
  });
});

describe("a call with a signal", () => {
  it("is not sent when the signal has fired before", async () => {
    const { bridge, client } = openPage();
    await expect(client.a.run(AbortSignal.abort("enough"))).rejects.toBe("enough");
    await expect(withOptions(client, { signal: AbortSignal.abort() }).a.run()).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(bridge.sent).toEqual([]);
  });

  it.each(["in its place", "of its client"])(
    "%s rejects at once with its reason, and tells the other side",
    async (where) => {
      const { bridge, client } = openPage();
      const { signal, abort } = aborting();
      const call = where === "of its client" ? withOptions(client, { signal }).a.run() : client.a.run(signal);
      await settled();
      abort("enough");
      await expect(call).rejects.toBe("enough");
      expect(cancels(bridge)).toEqual([[bridge.sent[0]?.meta?.id]]);
    },
  );

  it("leaves no listener on it once it is answered, has failed or was aborted", async () => {
    for (const reply of [{ result: 1 }, { error: { code: "ODD", message: "no" } }, undefined]) {
      const { bridge, client } = openPage();
      const { signal, abort } = aborting();
      const call = (client.a.run(signal) as Promise<unknown>).catch(() => {});
      await settled();
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      if (reply === undefined) abort("enough");
      else bridge.reply("a.run", reply);
      await call;
      expect(getEventListeners(signal, "abort")).toEqual([]);
    }
  });

  it("ends a stream that opens after it fired", async () => {
    const { bridge, client } = openPage();
    const { signal, abort } = aborting();
    const call = (withOptions(client, { signal }).a.count() as unknown as Promise<unknown>).catch(() => {});
    await settled();
    abort("enough");
    await call;
    bridge.reply("a.count", { stream: "s1" });
    await settled();
    expect(cancels(bridge).at(-1)).toEqual(["s1"]);
  });
});

describe("a call with a deadline", () => {
  it("rejects with TIMEOUT, tells the other side, and leaves no timer", async () => {
    const { bridge, client } = openPage();
    const call = withOptions(client, { timeoutMs: 1_000 }).a.run();
    const rejected = expect(call).rejects.toMatchObject({ code: "TIMEOUT" });
    await jest.advanceTimersByTimeAsync(1_000);
    await rejected;
    expect([jest.getTimerCount(), cancels(bridge)]).toEqual([0, [[bridge.sent[0]?.meta?.id]]]);
  });

  it("leaves no timer when it is answered in time", async () => {
    const { bridge, client } = openPage();
    const call = withOptions(client, { timeoutMs: 1_000 }).a.run();
    await settled();
    expect(jest.getTimerCount()).toBe(1);
    bridge.reply("a.run", { result: 1 });
    expect(await call).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("that no timer can keep has none", async () => {
    const { client } = openPage();
    void withOptions(client, { timeoutMs: 2 ** 31 }).a.run();
    await settled();
    expect(jest.getTimerCount()).toBe(0);
  });
});

it("the window of a stream is the smaller of the client's and the server's", async () => {
  for (const [streamWindow, window, used] of [
    [10, 4, 4],
    [4, 10, 4],
    [10, undefined, 10],
  ] as const) {
    const { bridge, client } = openPage();
    bridge.reply("a.count", { stream: "s1", ...(window !== undefined && { window }) });
    const reader = withOptions(client, { streamWindow }).a.count()[Symbol.asyncIterator]();
    void reader.next();
    await settled();
    expect(bridge.sent.at(-1)).toEqual({ method: "rpc.credit", params: ["s1", used] });
  }
});

it.each([0, -1, 1.5])("a stream window of %p is refused", async (streamWindow) => {
  const { bridge, client } = openPage();
  await expect(withOptions(client, { streamWindow }).a.run()).rejects.toThrow(RangeError);
  expect(bridge.sent).toEqual([]);
});

it("a value that is read as a stream is refused, with what to do", async () => {
  const { bridge, client } = openPage();
  bridge.reply("a.count", { result: 3 });
  const reader = client.a.count()[Symbol.asyncIterator]();
  await expect(reader.next()).rejects.toMatchObject({
    code: "INVALID_REQUEST",
    message: "The method answers with a value, not a stream; await it instead",
  });
});

it("a client is no thenable and has no toJSON, so that it can be awaited and printed", async () => {
  const { bridge, client } = openPage();
  expect(await client).toBe(client);
  expect(await client.a).toBe(client.a);
  expect(JSON.stringify({ client })).toBe('{"client":{}}');
  expect(bridge.sent).toEqual([]);
});

/** A signal and what fires it. */
function aborting() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}
