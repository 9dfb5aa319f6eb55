/**
 * Everything that travels: a request, its reply, which is one of a closed union, and the payloads of the
 * protocol's own events. Names follow JSON-RPC 2.0 (https://www.jsonrpc.org/specification); methods that begin
 * with `rpc.` are the protocol's own.
 * `docs/protocol.md` shows each message with an example.
 */

/** The arguments in order; an object in their place is the one argument of a method with one DTO parameter. */
export type RpcParams = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Names one call of one session; `rpc.cancel` refers to it. */
export type RpcId = string | number;

/** What travels beside the arguments. */
export interface RpcMeta {
  id?: RpcId;
  /** Milliseconds the caller will wait. */
  timeoutMs?: number;
  /** W3C Trace Context `traceparent` header value. */
  traceparent?: string;
  /** Whether the caller wants `rpc.progress` events of this call; it then gives an `id`. */
  progress?: boolean;
  /** What the client speaks, said with the first call of a session. */
  protocol?: RpcProtocol;
  /** The arguments that stream to the handler: the place of each among the params, which has null, and its id. */
  uploads?: readonly (readonly [index: number, id: string])[];
  /** A second call of the same method with the same key, by the same caller, is given the first one's outcome. */
  idempotencyKey?: string;
}

/** What one end speaks: a version, and what it knows besides. */
export interface RpcProtocol {
  version: number;
  features: readonly string[];
}

/** What this package speaks. A client that says nothing is taken to speak the same. */
export const PROTOCOL_SPOKEN: RpcProtocol = { version: 1, features: ["idempotencyKey", "upload"] };

/** @example { method: "node.execute", params: [{ nodeId: "test-node" }], meta: { id: 7 } } */
export interface RpcRequest {
  method: string;
  params?: RpcParams;
  meta?: RpcMeta;
}

/** An error as plain data, because prototypes do not survive a clone. */
export interface RpcErrorWire {
  /** Upper case, e.g. `INVALID_PARAMS`, or a code the service declares. */
  code: string;
  message: string;
  data?: unknown;
  cause?: RpcCauseWire;
  /** The remote stack. Absent in a packaged app. */
  stack?: string;
}

/** The error behind an error: an RpcError has a code, any other only its name. */
export interface RpcCauseWire extends Omit<RpcErrorWire, "code"> {
  code?: string;
  name?: string;
}

/** @example { result: { status: "ok" } } */
export interface RpcResultReply {
  result: unknown;
}

/** @example { error: { code: "NOT_FOUND", message: "No workflow w1" } } */
export interface RpcErrorReply {
  error: RpcErrorWire;
}

/**
 * @example { stream: "s1" }
 * @example { stream: "s1", window: 16 }
 */
export interface RpcStreamReply {
  stream: string;
  /** Items that the server lets be under way at most, where that is few: more credit than that is of no use. */
  window?: number;
}

/** The reply to every request: a handled error is an envelope, never a rejection. */
export type RpcResponse = RpcResultReply | RpcErrorReply | RpcStreamReply;

/** The protocol's own events: they need no subscription. */
export const PROTOCOL_EVENT = {
  /** Items and the end of the session's streams. Payload: {@link RpcStreamMessage}. */
  stream: "rpc.stream",
  /** How far a call is that asked to know. Payload: {@link RpcProgressMessage}. */
  progress: "rpc.progress",
  /** What the server lets come of an upload. Payload: {@link RpcUploadMessage}. */
  upload: "rpc.upload",
  /** Said by a client's own bridge, never sent: the connection is lost. Payload: {@link RpcErrorWire}. */
  closed: "rpc.closed",
} as const;

/**
 * Part of a stream. Items come only as `rpc.credit` allows; `done` or `error` is the last of it.
 * @example { id: "s1", items: [1, 2, 3] }
 * @example { id: "s1", items: [4], done: true }
 * @example { id: "s1", error: { code: "NOT_FOUND", message: "The file is gone" } }
 */
export interface RpcStreamMessage {
  id: string;
  items?: unknown[];
  done?: true;
  error?: RpcErrorWire;
}

/**
 * @example { id: "p1-u1", credit: 64 }
 * @example { id: "p1-u1", cancel: true }
 */
export interface RpcUploadMessage {
  id: string;
  /** How many more items the handler can take. An upload starts with none. */
  credit?: number;
  /** Nobody reads any more of it. */
  cancel?: true;
}

/** @example { id: 7, done: 3, total: 10, message: "Reading" } */
export interface RpcProgressMessage {
  id: RpcId;
  done: number;
  total?: number;
  message?: string;
}

/** The protocol's own methods. */
export const PROTOCOL = {
  /** params: a list of requests; result: their replies, in the same order. */
  batch: "rpc.batch",
  /** params: [id of the call, or of the stream]. */
  cancel: "rpc.cancel",
  /** params: [event name]. */
  subscribe: "rpc.subscribe",
  /** params: [event name]. */
  unsubscribe: "rpc.unsubscribe",
  /** params: [stream id, how many more items the reader can take]. A stream starts with none. */
  credit: "rpc.credit",
  /** params: [part of an upload], as a {@link RpcStreamMessage} is of a stream. */
  upload: "rpc.upload",
  /** result: "pong". */
  ping: "rpc.ping",
  /** result: { methods, events, idempotent }, each a list of names. */
  describe: "rpc.describe",
} as const;

export type RpcProtocolMethod = (typeof PROTOCOL)[keyof typeof PROTOCOL];
