import { WebSocket } from "ws";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import { closeServers, serveSocket, TOKEN } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

interface Echo {
  probe: { later(value: number): Promise<number> };
}

describe("1,000 calls in flight", () => {
  /** Answers in a shuffled order once all calls have come. */
  async function serveLater(): Promise<string> {
    const { server, url } = await serveSocket();
    const waiting: (() => void)[] = [];
    server.router.register(
      "probe.later",
      (value: number) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(value));
          if (waiting.length < 1_000) return;
          for (const answer of waiting.filter((_, index) => index % 2 === 0).reverse()) answer();
          for (const answer of waiting.filter((_, index) => index % 2 === 1)) answer();
        }),
    );
    return url;
  }

  it("over text are each answered under their id", async () => {
    const client = await JsonRpcSocket.open(await serveLater());
    for (let id = 0; id < 1_000; id++) {
      client.send(JSON.stringify({ jsonrpc: "2.0", method: "probe.later", params: [id * 2], id }));
    }
    const results = new Map<number, number>();
    while (results.size < 1_000) {
      const { id, result } = (await client.nextMessage()) as { id: number; result: number };
      expect(results.has(id)).toBe(false);
      results.set(id, result);
    }
    for (const [id, result] of results) expect(result).toBe(id * 2);
  });

  it("over the binary subprotocol each get their own result", async () => {
    const bridge = connectWebSocket({ url: await serveLater(), token: TOKEN, WebSocket });
    const rpc = createRPCClient<Echo>({ bridge });
    const values = Array.from({ length: 1_000 }, (_, index) => index);
    expect(await Promise.all(values.map((value) => rpc.probe.later(value)))).toEqual(values);
    bridge.close();
  });
});
