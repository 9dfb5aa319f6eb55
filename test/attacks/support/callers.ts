import { once } from "node:events";
import { WebSocket } from "ws";
import type { AtomitonBridge } from "../../../src/shared/bridge.js";
import { msgpackCodec } from "../../../src/shared/codecs/msgpack-codec.js";
import {
  fromJsonRpcResponse,
  type JsonRpcResponse,
  MSGPACK_SUBPROTOCOL,
} from "../../../src/shared/json-rpc.js";
import type { RpcParams, RpcResponse, RpcStreamMessage } from "../../../src/shared/messages.js";
import { pack } from "./msgpack-tokens.js";

/** Whoever talks to a server, well or ill. Nothing of what it sends is looked at on its side. */
export interface Caller {
  invoke(method: string, params?: RpcParams, meta?: object): Promise<RpcResponse>;
  /** Hears every event of a name. */
  on(event: string, callback: (payload: unknown) => void): void;
  close(): void;
}

/** The reply to a call; of a stream, all its items and how it ended. */
export async function outcomeOf(
  caller: Caller,
  method: string,
  params?: RpcParams,
  meta?: object,
): Promise<RpcResponse | { items: unknown[]; error?: unknown }> {
  const heard: RpcStreamMessage[] = [];
  let wake = () => {};
  caller.on("rpc.stream", (payload) => {
    heard.push(payload as RpcStreamMessage);
    wake();
  });
  const reply = await caller.invoke(method, params, meta);
  if (!("stream" in reply)) return reply;
  await caller.invoke("rpc.credit", [reply.stream, 10_000]);
  const items: unknown[] = [];
  for (;;) {
    const message = heard.shift();
    if (message === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    if (message.id !== reply.stream) continue;
    items.push(...(message.items ?? []));
    if (message.error !== undefined) return { items, error: message.error };
    if (message.done) return { items };
  }
}

/** A page, or a caller of main's own: its messages are structured clones. */
export function bridgeCaller(bridge: AtomitonBridge, close: () => void): Caller {
  const stops = new Map<string, () => void>();
  return {
    invoke: (method, params, meta) => bridge.invoke(method, params, meta as never),
    on(event, callback) {
      stops.get(event)?.();
      stops.set(event, bridge.on(event, callback));
    },
    close,
  };
}

/** A client of a socket that is not ours: JSON text or MessagePack, as anybody could write it. */
export async function socketCaller(url: string, token: string, kind: "text" | "msgpack"): Promise<Caller> {
  const isText = kind === "text";
  const socket = new WebSocket(url, isText ? [] : [MSGPACK_SUBPROTOCOL], {
    headers: { authorization: `Bearer ${token}` },
  });
  const waiting = new Map<unknown, (reply: RpcResponse) => void>();
  const listeners = new Map<string, (payload: unknown) => void>();
  socket.on("message", (data: Buffer) => {
    const message = isText ? JSON.parse(data.toString()) : msgpackCodec.decode(data);
    const { method, params, id } = message as { method?: string; params: unknown[]; id: unknown };
    if (method === undefined) waiting.get(id)?.(fromJsonRpcResponse(message as JsonRpcResponse));
    else listeners.get(method)?.(params[0]);
  });
  await once(socket, "open");
  let count = 0;
  return {
    invoke(method, params, meta) {
      const id = `call ${++count}`;
      const message = { jsonrpc: "2.0", id, method, ...(params && { params }), ...(meta && { meta }) };
      socket.send(isText ? JSON.stringify(message) : pack(message));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    on: (event, callback) => void listeners.set(event, callback),
    close: () => socket.close(),
  };
}
