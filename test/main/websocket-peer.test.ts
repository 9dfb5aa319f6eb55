import { JsonRpcPeer } from "../../src/main/transports/websocket/json-rpc-peer.js";
import { jsonCodec } from "../../src/shared/codecs/json-codec.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import type { RpcRequest, RpcResponse } from "../../src/shared/messages.js";

/** A peer whose session gives one reply to everything, and keeps what it was asked. */
function peerWith(reply: RpcResponse, codec = jsonCodec) {
  const asked: [kind: string, request: unknown][] = [];
  const peer = new JsonRpcPeer(
    {
      invoke: async (request: unknown) => {
        asked.push(["invoke", request]);
        return reply;
      },
      notify: async (request: unknown) => void asked.push(["notify", request]),
    },
    codec,
  );
  return { peer, asked };
}

const call = { jsonrpc: "2.0", method: "a.b", params: [1], id: 7 };

it("gives the session the request, with the id as the call's", async () => {
  const { peer, asked } = peerWith({ result: 1 });
  expect(await peer.answer(JSON.stringify({ ...call, meta: { timeoutMs: 5 } }))).toBe(
    '{"jsonrpc":"2.0","id":7,"result":1}',
  );
  const request: RpcRequest = { method: "a.b", params: [1], meta: { timeoutMs: 5, id: 7 } };
  expect(asked).toEqual([["invoke", request]]);
});

it("gives an id of null to no call, and answers under it", async () => {
  const { peer, asked } = peerWith({ result: 1 });
  expect(await peer.answer(JSON.stringify({ ...call, id: null }))).toBe(
    '{"jsonrpc":"2.0","id":null,"result":1}',
  );
  expect(asked).toEqual([["invoke", { method: "a.b", params: [1] }]]);
});

it("notifies without an id, and answers nothing", async () => {
  const { peer, asked } = peerWith({ result: 1 });
  expect(await peer.answer('{"jsonrpc":"2.0","method":"a.b"}')).toBeUndefined();
  expect(asked).toEqual([["notify", { method: "a.b" }]]);
});

it("answers with the stream where a result is one", async () => {
  const { peer } = peerWith({ stream: "s1" });
  expect(await peer.answer(JSON.stringify(call))).toBe('{"jsonrpc":"2.0","id":7,"stream":"s1"}');
});

it.each([
  ["text", jsonCodec, (frame: unknown) => JSON.parse(frame as string) as unknown],
  ["binary", msgpackCodec, (frame: unknown) => msgpackCodec.decode(frame as Uint8Array)],
])("answers as %s even when the error itself cannot be carried", async (_name, codec, read) => {
  const data = {
    get f(): never {
      throw new Error("unreadable");
    },
  };
  const { peer } = peerWith({ error: { code: "CONFLICT", message: "no", data } }, codec);
  expect(read(await peer.answer(codec.encode(call)))).toEqual({
    jsonrpc: "2.0",
    id: 7,
    error: { code: -32000, message: "no", data: { code: "CONFLICT" } },
  });
});
