import { isUint8Array } from "node:util/types";
import { Headers } from "undici";
import { invalidNode } from "../invalid-node.js";

/** What follows from the URL, the body and the connection, and so is not the caller's to say. */
const NOT_FOR_CALLERS = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export interface RequestContent {
  headers: Headers;
  body: string | Uint8Array | undefined;
}

/**
 * The headers and the body of a request. Text and bytes are sent as they are, all else as JSON.
 *
 * @throws RpcError `INVALID_PARAMS` for a header that is malformed or not for callers.
 */
export function requestContent(given: Record<string, unknown>, content: unknown): RequestContent {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) setHeader(headers, name, value);
  if (content === undefined || content === null) return { headers, body: undefined };
  if (typeof content === "string" || isUint8Array(content)) return { headers, body: content };
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return { headers, body: JSON.stringify(content) };
}

function setHeader(headers: Headers, name: string, value: unknown): void {
  const refused = (constraint: string, message: string) =>
    invalidNode({ path: `parameters.headers.${name}`, constraint, message });
  if (NOT_FOR_CALLERS.has(name.toLowerCase())) throw refused("isAllowed", "cannot be set");
  if (typeof value !== "string") throw refused("isString", "must be a string");
  try {
    headers.set(name, value);
  } catch {
    throw refused("isHeader", "is no valid header");
  }
}
