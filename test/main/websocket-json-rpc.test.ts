import { WebSocket } from "ws";
import { failure, serveExamples } from "../support/json-rpc-examples.js";
import { closeServers, TOKEN } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

const ping = { jsonrpc: "2.0", method: "rpc.ping", id: "the end" };
const pong = { jsonrpc: "2.0", result: "pong", id: "the end" };

// https://www.jsonrpc.org/specification, section 7. `undefined` where no reply is due.
const EXAMPLES: [name: string, sent: string, reply: unknown][] = [
  [
    "a call with positional parameters",
    '{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}',
    { jsonrpc: "2.0", result: 19, id: 1 },
  ],
  [
    "a call with positional parameters, the other way round",
    '{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}',
    { jsonrpc: "2.0", result: -19, id: 2 },
  ],
  [
    "a call with named parameters",
    '{"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}',
    { jsonrpc: "2.0", result: 19, id: 3 },
  ],
  [
    "a call with named parameters in another order",
    '{"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}',
    { jsonrpc: "2.0", result: 19, id: 4 },
  ],
  ["a notification", '{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}', undefined],
  ["a notification of a method that is not there", '{"jsonrpc": "2.0", "method": "foobar"}', undefined],
  [
    "a call of a method that is not there",
    '{"jsonrpc": "2.0", "method": "foobar", "id": "1"}',
    failure(-32601, "1"),
  ],
  ["invalid JSON", '{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]', failure(-32700)],
  ["an invalid request", '{"jsonrpc": "2.0", "method": 1, "params": "bar"}', failure(-32600)],
  [
    "a batch of invalid JSON",
    '[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"}, {"jsonrpc": "2.0", "method"]',
    failure(-32700),
  ],
  ["an empty batch", "[]", failure(-32600)],
  ["a batch of one invalid entry", "[1]", [failure(-32600)]],
  ["a batch of invalid entries", "[1,2,3]", [failure(-32600), failure(-32600), failure(-32600)]],
  [
    "a batch of all kinds",
    `[
      {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
      {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
      {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
      {"foo": "boo"},
      {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
      {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
    ]`,
    [
      { jsonrpc: "2.0", result: 7, id: "1" },
      { jsonrpc: "2.0", result: 19, id: "2" },
      failure(-32600),
      failure(-32601, "5"),
      { jsonrpc: "2.0", result: ["hello", 5], id: "9" },
    ],
  ],
  [
    "a batch of notifications",
    '[{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]}, {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}]',
    undefined,
  ],
];

describe("the examples of the JSON-RPC 2.0 specification", () => {
  it.each(EXAMPLES)("%s", async (_name, sent, reply) => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    client.send(sent);
    if (reply !== undefined) expect(await client.nextMessage()).toEqual(reply);
    // Twice, because a reply that is not due could follow the first.
    expect(await client.exchange(ping)).toEqual(pong);
    expect(await client.exchange(ping)).toEqual(pong);
  });

  it("run their notifications", async () => {
    const { url, notified } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    for (const [, sent] of EXAMPLES) client.send(sent);
    client.send(JSON.stringify(ping));
    let reply: unknown;
    do reply = await client.nextMessage();
    while ((reply as { id?: unknown }).id !== ping.id);
    expect(notified).toEqual([
      ["update", 1, 2, 3, 4, 5],
      ["notify_hello", 7],
      ["notify_sum", 1, 2, 4],
      ["notify_hello", 7],
    ]);
  });
});

describe("beyond the examples", () => {
  it.each([
    ["a string", "a-1"],
    ["an empty string", ""],
    ["zero", 0],
    ["a fraction", 1.5],
    ["null", null],
  ])("an id that is %s comes back as it is", async (_name, id) => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    const request = { jsonrpc: "2.0", method: "subtract", params: [3, 2], id };
    expect(await client.exchange(request)).toEqual({ jsonrpc: "2.0", result: 1, id });
  });

  it.each([
    ["no version", { method: "sum", id: 7 }, 7],
    ["the version of before", { jsonrpc: "1.0", method: "sum", id: 7 }, 7],
    ["an empty method", { jsonrpc: "2.0", method: "", id: 7 }, 7],
    ["parameters that are null", { jsonrpc: "2.0", method: "sum", params: null, id: 7 }, 7],
    ["parameters that are text", { jsonrpc: "2.0", method: "sum", params: "1", id: "x" }, "x"],
    ["an id that is a list", { jsonrpc: "2.0", method: "sum", id: [] }, null],
    ["an id that is true", { jsonrpc: "2.0", method: "sum", id: true }, null],
    ["meta that is text", { jsonrpc: "2.0", method: "sum", meta: "x", id: 7 }, 7],
    ["a response", { jsonrpc: "2.0", result: 1, id: 7 }, 7],
  ])("%s is an invalid request", async (_name, request, id) => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange(request)).toEqual(failure(-32600, id));
  });

  it("a batch in a batch is an invalid entry", async () => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange([[ping], ping])).toEqual([failure(-32600), pong]);
  });

  it("a batch of more than 1000 is refused whole", async () => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    const reply = await client.exchange(Array.from({ length: 1_001 }, () => 1));
    expect(reply).toEqual(failure(-32005));
    expect(reply).toMatchObject({ error: { data: { limit: 1_000 } } });
  });

  it("a result that is undefined is null", async () => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    const update = { jsonrpc: "2.0", method: "update", id: 1 };
    expect(await client.exchange(update)).toEqual({ jsonrpc: "2.0", result: null, id: 1 });
    expect(await client.exchange([update])).toEqual([{ jsonrpc: "2.0", result: null, id: 1 }]);
  });

  it("JSON in a binary frame is read as well", async () => {
    const { url } = await serveExamples();
    const client = await JsonRpcSocket.open(url);
    client.send(Buffer.from(JSON.stringify(ping)));
    expect(await client.nextMessage()).toEqual(pong);
  });

  it("a subprotocol that is not ours is not agreed to", async () => {
    const { url } = await serveExamples();
    const socket = new WebSocket(url, ["other.v1"], { headers: { authorization: `Bearer ${TOKEN}` } });
    const error = await new Promise((resolve) => socket.once("error", resolve));
    expect(String(error)).toMatch(/no subprotocol/);
  });

  it("rpc.cancel names a call by its id", async () => {
    const { url, server } = await serveExamples();
    const started = new Promise<void>((resolve) => {
      server.router.register("hang", () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const client = await JsonRpcSocket.open(url);
    client.send(JSON.stringify({ jsonrpc: "2.0", method: "hang", id: "h1", meta: { id: "not this" } }));
    await started;
    client.send(JSON.stringify({ jsonrpc: "2.0", method: "rpc.cancel", params: ["h1"] }));
    expect(await client.nextMessage()).toEqual(failure(-32800, "h1"));
  });
});
