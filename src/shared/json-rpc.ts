import type { RpcStandardErrorCode } from "../../decorators/rpc-error.js";
import type { RpcErrorWire, RpcMeta, RpcParams, RpcResponse, RpcStreamReply } from "./messages.js";

/** Subprotocol of a socket that carries the same JSON-RPC messages as MessagePack, with what a clone carries. */
export const MSGPACK_SUBPROTOCOL = "atomiton-rpc.msgpack.v1";

/** What a response repeats of its request. Null when the request's could not be read. */
export type JsonRpcId = string | number | null;

/** A JSON-RPC 2.0 request; without an `id` it is a notification. `meta` is an extension. */
export interface JsonRpcRequest {
  jsonrpc: "2.0";
  method: string;
  params?: RpcParams;
  id?: JsonRpcId;
  meta?: RpcMeta;
}

/** A JSON-RPC 2.0 error object. `cause` and `stack` are extensions. */
export interface JsonRpcError {
  code: number;
  message: string;
  data?: unknown;
  cause?: unknown;
  stack?: string;
}

/** A JSON-RPC 2.0 response. `stream` stands where `result` does when the result is a stream. */
export type JsonRpcResponse = { jsonrpc: "2.0"; id: JsonRpcId } & (
  | { result: unknown }
  | RpcStreamReply
  | { error: JsonRpcError }
);

/** An event on its way to a client: a notification whose method is the event's name. */
export interface JsonRpcEvent {
  jsonrpc: "2.0";
  method: string;
  params: [payload: unknown];
}

const NUMBERS: Record<RpcStandardErrorCode, number> = {
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL: -32603,
  CANCELLED: -32800,
  TIMEOUT: -32001,
  UNAUTHENTICATED: -32002,
  FORBIDDEN: -32003,
  RATE_LIMITED: -32004,
  PAYLOAD_TOO_LARGE: -32005,
  UNAVAILABLE: -32006,
  NOT_SERIALIZABLE: -32007,
};

/** The number of every code a service declares itself; the code then stands in `data.code`. */
const DECLARED = -32000;

const CODES = new Map(Object.entries(NUMBERS).map(([code, number]) => [number, code]));

export function toJsonRpcResponse(id: JsonRpcId, reply: RpcResponse): JsonRpcResponse {
  if ("error" in reply) return { jsonrpc: "2.0", id, error: toJsonRpcError(reply.error) };
  return { jsonrpc: "2.0", id, ...reply };
}

export function fromJsonRpcResponse(response: JsonRpcResponse): RpcResponse {
  if ("error" in response) return { error: fromJsonRpcError(response.error) };
  if (!("stream" in response)) return { result: response.result };
  const { stream, window } = response;
  return window === undefined ? { stream } : { stream, window };
}

export function toJsonRpcError({ code, data, ...rest }: RpcErrorWire): JsonRpcError {
  const number = Object.hasOwn(NUMBERS, code) ? NUMBERS[code as RpcStandardErrorCode] : undefined;
  if (number === undefined)
    return { ...rest, code: DECLARED, data: { code, ...(data !== undefined && { data }) } };
  return { ...rest, code: number, ...(data !== undefined && { data }) };
}

function fromJsonRpcError({ code, data, ...rest }: JsonRpcError): RpcErrorWire {
  const declared = code === DECLARED && isDeclared(data) ? data : undefined;
  const wire = { ...rest, code: declared?.code ?? CODES.get(code) ?? "INTERNAL" } as RpcErrorWire;
  const own = declared === undefined ? data : declared.data;
  return own === undefined ? wire : { ...wire, data: own };
}

/** The number alone says too little: others use it with data of their own, or with none. */
const isDeclared = (data: unknown): data is { code: string; data?: unknown } =>
  typeof data === "object" && data !== null && typeof (data as { code?: unknown }).code === "string";
