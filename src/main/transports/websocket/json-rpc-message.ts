import { RpcError } from "../../../../decorators/rpc-error.js";
import type { JsonRpcId } from "../../../shared/json-rpc.js";
import type { RpcRequest } from "../../../shared/messages.js";
import { parseRequest } from "../../session/request.js";

/** A request as sessions take it, and the id to answer under; a notification has none. */
export interface ParsedJsonRpc {
  request: RpcRequest;
  id: JsonRpcId | undefined;
}

/**
 * Reads one message, or one entry of a batch. Its id becomes the call's, which `rpc.cancel` names.
 *
 * @throws RpcError INVALID_REQUEST saying what is wrong with it.
 */
export function parseJsonRpc(message: unknown): ParsedJsonRpc {
  const request = parseRequest(message);
  const { jsonrpc, id } = message as { jsonrpc?: unknown; id?: unknown };
  if (jsonrpc !== "2.0") throw invalid('jsonrpc must be "2.0"');
  if (id !== undefined && !isId(id)) throw invalid("id must be a string, a number or null, or left out");
  if (id !== undefined && id !== null) request.meta = { ...request.meta, id };
  return { request, id };
}

/** The id of a message that may be none: the refusal of an invalid one names it where it can. */
export function idOf(message: unknown): JsonRpcId {
  const id = (message as { id?: unknown } | null)?.id;
  return isId(id) ? id : null;
}

const isId = (value: unknown): value is JsonRpcId =>
  value === null || typeof value === "string" || typeof value === "number";

const invalid = (why: string) => new RpcError("INVALID_REQUEST", `Not a request: ${why}`);
