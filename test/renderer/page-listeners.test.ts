import type { RpcEvent } from "../../decorators/rpc-event.js";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { FakePageBridge, settled } from "./fake-page-bridge.js";

interface Api {
  a: {
    work(): void;
    count(): AsyncIterable<number>;
    onB: RpcEvent<number>;
    onC: RpcEvent<number>;
  };
}

function openPage() {
  const bridge = new FakePageBridge().reply("rpc.subscribe").reply("rpc.credit");
  return { bridge, client: createRPCClient<Api>({ bridge }) };
}

describe("of the page's listeners on its bridge, none is left", () => {
  it("when the last stream has ended or was left", async () => {
    const { bridge, client } = openPage();
    const streams = ["s1", "s2", "s3"].map((id) => {
      bridge.reply("a.count", { stream: id });
      return client.a.count()[Symbol.asyncIterator]();
    });
    await settled();
    expect(bridge.listening).toEqual(["rpc.stream", "rpc.closed"]);
    const [, failing, left] = streams;
    bridge.deliver("rpc.stream", { id: "s1", items: [1], done: true });
    bridge.deliver("rpc.stream", { id: "s2", error: { code: "INTERNAL", message: "m" } });
    await expect(failing?.next()).rejects.toMatchObject({ code: "INTERNAL" });
    expect(bridge.listening).toHaveLength(2);
    await left?.return?.();
    expect(bridge.listening).toEqual([]);
  });

  it("when the last call that hears of its progress has been answered", async () => {
    const { bridge, client } = openPage();
    const heard = withOptions(client, { onProgress: () => {} });
    const calls = [heard.a.work(), heard.a.work()];
    expect(bridge.listening).toEqual(["rpc.progress"]);
    bridge.reply("a.work");
    await Promise.all(calls);
    expect(bridge.listening).toEqual([]);
  });

  it("when the last listener of the last event has stopped", async () => {
    const { bridge, client } = openPage();
    const stops = [client.a.onB(() => {}), client.a.onB(() => {}), client.a.onC(() => {})];
    await settled();
    expect(bridge.listening.sort()).toEqual(["a.onB", "a.onC", "rpc.closed"]);
    for (const stop of stops) stop();
    expect(bridge.listening).toEqual([]);
  });

  it("when the last subscription was refused", async () => {
    const { bridge, client } = openPage();
    bridge.reply("rpc.subscribe", { error: { code: "UNAVAILABLE", message: "The server is shutting down" } });
    bridge.reply("rpc.ping", { error: { code: "UNAVAILABLE", message: "The server is shutting down" } });
    client.a.onB(() => {});
    await settled();
    expect(bridge.listening).toEqual([]);
  });
});
