import { JSONRPCClient, type JSONRPCResponse } from "json-rpc-2.0";
import { failure, serveExamples } from "../support/json-rpc-examples.js";
import { closeServers } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

describe("a JSON-RPC client that others wrote (json-rpc-2.0)", () => {
  async function connect(url: string): Promise<JSONRPCClient> {
    const socket = await JsonRpcSocket.open(url);
    const client = new JSONRPCClient((payload: unknown) => {
      socket.send(JSON.stringify(payload));
    });
    socket.socket.on("message", (data: Buffer) => client.receive(JSON.parse(data.toString())));
    return client;
  }

  it("calls, by position and by name", async () => {
    const { url } = await serveExamples();
    const client = await connect(url);
    expect(await client.request("subtract", [42, 23])).toBe(19);
    expect(await client.request("subtract", { minuend: 42, subtrahend: 23 })).toBe(19);
    expect(await client.request("get_data", undefined)).toEqual(["hello", 5]);
  });

  it("notifies", async () => {
    const { url, notified } = await serveExamples();
    const client = await connect(url);
    client.notify("update", [1, 2]);
    expect(await client.request("rpc.ping", undefined)).toBe("pong");
    expect(notified).toEqual([["update", 1, 2]]);
  });

  it("sends batches", async () => {
    const { url } = await serveExamples();
    const client = await connect(url);
    const replies: JSONRPCResponse[] = await client.requestAdvanced([
      { jsonrpc: "2.0", method: "sum", params: [1, 2, 4], id: 1 },
      { jsonrpc: "2.0", method: "foobar", id: 2 },
    ]);
    expect(replies).toEqual([{ jsonrpc: "2.0", result: 7, id: 1 }, failure(-32601, 2)]);
  });

  it("sees errors by their number", async () => {
    const { url } = await serveExamples();
    const client = await connect(url);
    await expect(client.request("foobar", [])).rejects.toMatchObject({ code: -32601 });
    await expect(client.request("rpc.cancel", [{}])).rejects.toMatchObject({ code: -32602 });
    await expect(client.request("fail", [])).rejects.toMatchObject({
      code: -32000,
      message: "No workflow w1",
      data: { code: "NOT_FOUND", data: { id: "w1" } },
    });
  });
});
