import { MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import { BINARY, repliesTo, serveProbe, TEXT } from "../support/json-rpc-frames.js";
import { closeServers } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

describe("frames made to harm", () => {
  const deep = 200_000;
  const echo = (params: string) => `{"jsonrpc":"2.0","method":"echo","id":1,"params":${params}}`;
  const TEXTS: [string, string, number][] = [
    ["brackets that never close", "[".repeat(deep), -32700],
    ["parameters nested without end", echo("[".repeat(deep) + "]".repeat(deep)), -32005],
    ["a prototype's key", echo('[{"__proto__": {"admin": true}}]'), -32602],
    ["a long batch of nothing", `[${"1,".repeat(deep)}1]`, -32005],
    ["a byte that is no text", "\0", -32700],
  ];
  const BINARIES: [string, Uint8Array, number][] = [
    ["a list that claims 4 billion elements", Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]), -32700],
    ["a map that claims 4 billion entries", Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]), -32700],
    ["bytes that claim 4 GB", Buffer.from([0xc6, 0xff, 0xff, 0xff, 0xff]), -32700],
    ["lists nested without end", Buffer.alloc(deep, 0x91), -32700],
    ["lists that each claim what is left", Buffer.alloc(deep, Buffer.from([0xdd, 0, 1, 0, 0])), -32700],
    ["a pointer to nothing", Buffer.from([0xd6, 0x70, 0, 0, 0, 1]), -32700],
    ["a typed array of an odd length", Buffer.from([0xc7, 3, 0x74, 7, 1, 2]), -32700],
    ["a pattern that is no pattern", Buffer.from([0xd4, 0x78, 0, 0x92, 0xa1, 0x28, 0xa0]), -32700],
    ["an extension nobody knows", Buffer.from([0xd4, 0x20, 0]), -32700],
    ["two messages in one", Buffer.from([0x01, 0x02]), -32700],
    ["a BigInt of 4 MB, and a byte more", hugeBigInt(4_000_000), -32700],
    ["no bytes", Buffer.alloc(0), -32700],
  ];

  it.each(TEXTS)("%s, as text", async (_name, frame, code) => {
    const { url } = await serveProbe();
    const client = await JsonRpcSocket.open(url);
    const [reply] = await repliesTo(client, frame, TEXT);
    expect(reply).toMatchObject({ error: { code } });
  });

  it.each(BINARIES)("%s, as binary", async (_name, frame, code) => {
    const { url } = await serveProbe();
    const client = await JsonRpcSocket.open(url, [MSGPACK_SUBPROTOCOL]);
    const [reply] = await repliesTo(client, frame, BINARY);
    expect(reply).toMatchObject({ id: null, error: { code } });
  });

  it("what one socket defines is not known to the next", async () => {
    const { url } = await serveProbe();
    const [first, second] = [
      await JsonRpcSocket.open(url, [MSGPACK_SUBPROTOCOL]),
      await JsonRpcSocket.open(url, [MSGPACK_SUBPROTOCOL]),
    ];
    // msgpackr's record 0x40 with one key, and then the same record by its id alone.
    await repliesTo(first, Buffer.from([0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]), BINARY);
    const [reply] = await repliesTo(second, Buffer.from([0x40, 0x01]), BINARY);
    expect(reply).toMatchObject({ error: { code: -32700 } });
  });
});

/** msgpackr's extension for BigInt, and one byte too many. */
function hugeBigInt(bytes: number): Buffer {
  const head = Buffer.from([0xc9, 0, 0, 0, 0, 0x42]);
  head.writeUInt32BE(bytes, 1);
  return Buffer.concat([head, Buffer.alloc(bytes, 0x7f), Buffer.from([0])]);
}
