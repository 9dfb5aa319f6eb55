import { getEventListeners } from "node:events";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { FakePageBridge, settled } from "./fake-page-bridge.js";

const over = { done: true, value: undefined };

function openPage() {
  const bridge = new FakePageBridge();
  const client = createRPCClient<{ a: { count(): AsyncIterable<number> } }>({ bridge });
  return { bridge, client };
}

describe("a reader that leaves before its stream has opened", () => {
  it("is done at once, and its call is cancelled", async () => {
    const { bridge, client } = openPage();
    const reader = client.a.count()[Symbol.asyncIterator]();
    const waiting = [reader.next(), reader.next()];
    expect(await reader.return?.()).toEqual(over);
    expect(await Promise.all([...waiting, reader.next(), reader.return?.()])).toEqual([
      over,
      over,
      over,
      over,
    ]);
    const id = bridge.sent[0]?.meta?.id;
    expect(bridge.sent.slice(1)).toEqual([{ method: "rpc.cancel", params: [id] }]);
  });

  it("ends a stream that opens all the same", async () => {
    const { bridge, client } = openPage();
    const reader = client.a.count()[Symbol.asyncIterator]();
    await reader.return?.();
    bridge.reply("a.count", { stream: "s1" });
    await settled();
    expect(bridge.sent.at(-1)).toEqual({ method: "rpc.cancel", params: ["s1"] });
    expect(bridge.listening).toEqual([]);
  });

  it("does not learn that the call has failed", async () => {
    const { bridge, client } = openPage();
    const reader = client.a.count()[Symbol.asyncIterator]();
    await reader.return?.();
    bridge.reply("a.count", { error: { code: "CANCELLED", message: "as asked" } });
    await settled();
    expect(await reader.next()).toEqual(over);
  });
});

it("a page says once what it speaks, and a call has no id where nothing would name it: of a method that has answered with a value", async () => {
  const bridge = new FakePageBridge().reply("a.add", { result: 3 });
  const client = createRPCClient<{ a: { add(): number } }>({ bridge });
  for (let n = 0; n < 2; n++) await client.a.add();
  await withOptions(client, { timeoutMs: 5 }).a.add();
  expect(bridge.sent.map(({ meta }) => Object.keys(meta ?? {}))).toEqual([
    ["id", "protocol"],
    [],
    ["id", "timeoutMs"],
  ]);
});

describe("a stream that has opened", () => {
  /** A reader that waits for its first item, and the signal of its call. */
  async function reading() {
    const { bridge, client } = openPage();
    const controller = new AbortController();
    const reader = withOptions(client, { signal: controller.signal }).a.count()[Symbol.asyncIterator]();
    const first = reader.next();
    bridge.reply("a.count", { stream: "s1" });
    await settled();
    const listeners = () => getEventListeners(controller.signal, "abort").length;
    return { bridge, reader, first, listeners };
  }

  it("had ended before its reader could begin: that is UNAVAILABLE", async () => {
    const { bridge, first } = await reading();
    bridge.reply("rpc.credit", { result: false });
    await expect(first).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: "The stream ended before it was read",
    });
  });

  it("ends with its connection, and by the same error", async () => {
    const { bridge, reader, first } = await reading();
    bridge.reply("rpc.credit", { result: true });
    bridge.deliver("rpc.stream", { id: "s1", items: [1] });
    bridge.deliver("rpc.closed", { code: "UNAVAILABLE", message: "The connection is lost" });
    expect(await first).toEqual({ done: false, value: 1 });
    await expect(reader.next()).rejects.toMatchObject({ message: "The connection is lost" });
    expect(bridge.listening).toEqual([]);
  });

  it("leaves nothing on its signal once it has ended", async () => {
    const { bridge, reader, first, listeners } = await reading();
    expect(listeners()).toBe(1);
    bridge.deliver("rpc.stream", { id: "s1", items: [1], done: true });
    expect(listeners()).toBe(0);
    expect([await first, await reader.next()]).toEqual([{ done: false, value: 1 }, over]);
  });
});
