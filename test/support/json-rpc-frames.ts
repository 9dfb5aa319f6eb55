import { IsInt, IsString } from "class-validator";
import { Packr } from "msgpackr";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import type { Frame } from "../../src/shared/codecs/codec.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { type JsonRpcResponse, MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import { type SocketServer, serveSocket } from "./json-rpc-server.js";
import type { JsonRpcSocket } from "./json-rpc-socket.js";

class Item {
  @IsString() name!: string;
  @IsInt() count!: number;
}

/** Two methods that check what they are given. */
@RpcDomain("probe")
export class Probe {
  @RpcMethod() add(a: number, b: number): number {
    return a + b;
  }
  @RpcMethod() store(item: Item): string {
    return item.name;
  }
}

/** A server with two validated methods and one that takes anything. */
export async function serveProbe(): Promise<SocketServer> {
  const socketServer = await serveSocket();
  socketServer.server.router.register(new Probe()).register("echo", (...values: unknown[]) => values.length);
  return socketServer;
}

const packr = new Packr({ structuredClone: true });
/** MessagePack of anything at all, message or not. */
export const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value));

/** What a text frame holds, or nothing when it is no JSON. */
function readText(frame: Frame): { message: unknown } | undefined {
  try {
    return { message: JSON.parse(typeof frame === "string" ? frame : new TextDecoder().decode(frame)) };
  } catch {
    return undefined;
  }
}

function readBinary(frame: Frame): { message: unknown } | undefined {
  try {
    return { message: msgpackCodec.decode(frame) };
  } catch {
    return undefined;
  }
}

/** How a frame of either kind is written and read. */
export interface FrameKind {
  protocols: string[];
  encode(value: object): Frame;
  decode(frame: Frame): unknown;
  /** What a frame holds, or nothing when it is not of this kind. */
  read(frame: Frame): { message: unknown } | undefined;
}

export const TEXT: FrameKind = {
  protocols: [],
  encode: (value) => JSON.stringify(value),
  decode: (frame) => JSON.parse(frame as string),
  read: readText,
};
export const BINARY: FrameKind = {
  protocols: [MSGPACK_SUBPROTOCOL],
  encode: (value) => pack(value),
  decode: (frame) => msgpackCodec.decode(frame),
  read: readBinary,
};

/** Sends a frame, and gives all that came back when two pings after it were answered. */
export async function repliesTo(
  client: JsonRpcSocket,
  frame: Frame,
  kind: FrameKind,
): Promise<JsonRpcResponse[]> {
  const replies: JsonRpcResponse[] = [];
  client.send(frame);
  for (const id of ["the first ping of two", "the second ping of two"]) {
    client.send(kind.encode({ jsonrpc: "2.0", method: "rpc.ping", id }));
    for (;;) {
      const reply = kind.decode(await client.next()) as JsonRpcResponse | JsonRpcResponse[];
      if (!Array.isArray(reply) && reply.id === id) break;
      replies.push(...[reply].flat());
    }
  }
  return replies;
}
