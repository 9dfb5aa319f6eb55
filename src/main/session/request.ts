import { RpcError } from "../../../decorators/rpc-error.js";
import { PROTOCOL_SPOKEN, type RpcMeta, type RpcProtocol, type RpcRequest } from "../../shared/messages.js";

/** UTF-16 code units of the name of a method or an event: replies and log lines repeat it. */
export const MAX_NAME_LENGTH = 256;

/**
 * Reads what arrived as a request.
 *
 * @throws RpcError INVALID_REQUEST saying what is wrong with it.
 */
export function parseRequest(value: unknown): RpcRequest {
  if (!isRecord(value)) throw invalid("it is not an object");
  const { method, params, meta } = value;
  if (typeof method !== "string" || method === "") throw invalid("method must be a non-empty string");
  if (method.length > MAX_NAME_LENGTH) {
    throw invalid(`method must be no longer than ${MAX_NAME_LENGTH} characters`);
  }
  if (params !== undefined && (typeof params !== "object" || params === null)) {
    throw invalid("params must be a list or an object, or left out");
  }
  const request: RpcRequest = { method };
  if (params !== undefined) request.params = params as NonNullable<RpcRequest["params"]>;
  if (meta !== undefined) request.meta = parseMeta(meta);
  return request;
}

function parseMeta(value: unknown): RpcMeta {
  if (!isRecord(value)) throw invalid("meta must be an object, or left out");
  const { id, timeoutMs, traceparent, progress, protocol, idempotencyKey, uploads } = value;
  if (id !== undefined && typeof id !== "string" && typeof id !== "number") {
    throw invalid("meta.id must be a string or a number");
  }
  if (timeoutMs !== undefined && !(typeof timeoutMs === "number" && timeoutMs > 0)) {
    throw invalid("meta.timeoutMs must be a positive number");
  }
  if (traceparent !== undefined && typeof traceparent !== "string") {
    throw invalid("meta.traceparent must be a string");
  }
  if (progress !== undefined && typeof progress !== "boolean") {
    throw invalid("meta.progress must be true or false");
  }
  if (protocol !== undefined) refuseOtherProtocol(protocol);
  if (idempotencyKey !== undefined && !isKey(idempotencyKey)) {
    throw invalid(`meta.idempotencyKey must be a text of 1 to ${MAX_NAME_LENGTH} characters`);
  }
  if (uploads !== undefined && !isUploads(uploads)) {
    throw invalid(`meta.uploads must be a list of [index, id], ${MAX_UPLOADS} at most`);
  }
  return {
    ...(id !== undefined && { id }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(traceparent !== undefined && { traceparent }),
    ...(progress !== undefined && { progress }),
    ...(protocol !== undefined && { protocol: protocol as RpcProtocol }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(uploads !== undefined && { uploads }),
  };
}

/** Uploads of one call. */
const MAX_UPLOADS = 16;

const isUploads = (value: unknown): value is NonNullable<RpcMeta["uploads"]> =>
  Array.isArray(value) &&
  value.length <= MAX_UPLOADS &&
  value.every((one) => Array.isArray(one) && Number.isInteger(one[0]) && one[0] >= 0 && isKey(one[1]));

const isKey = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= MAX_NAME_LENGTH;

/** @throws RpcError INVALID_REQUEST naming both versions. */
function refuseOtherProtocol(protocol: unknown): void {
  const version = isRecord(protocol) ? protocol.version : undefined;
  if (typeof version !== "number") throw invalid("meta.protocol must have a version, which is a number");
  const { version: spoken } = PROTOCOL_SPOKEN;
  if (version === spoken) return;
  const older = version < spoken ? "page: reload it, or build it" : "server: update it, or build it";
  throw new RpcError(
    "INVALID_REQUEST",
    `The page speaks version ${version} of the protocol and the server version ${spoken}. The older is the ${older} with the same @atomiton/rpc`,
    { data: { client: version, server: spoken } },
  );
}

/** Whether a request was refused because its client speaks another protocol. */
export const isMismatch = (error: unknown): error is RpcError =>
  error instanceof RpcError && typeof (error.data as { server?: unknown } | undefined)?.server === "number";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const invalid = (why: string) => new RpcError("INVALID_REQUEST", `Not a request: ${why}`);
