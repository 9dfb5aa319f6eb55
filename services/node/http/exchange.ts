import { type Agent, fetch, Headers, type Response } from "undici";
import { RpcError } from "../../../decorators/index.js";
import type { RequestContent } from "./request-content.js";

const MAX_REDIRECTS = 10;

/** What would hand the caller's secrets to another origin. */
const SECRET_HEADERS = ["authorization", "cookie", "proxy-authorization"];

export interface HttpRequest extends RequestContent {
  url: URL;
  method: string;
}

/**
 * Sends a request and follows its redirects, each through the same agent. Redirects lead from HTTPS to
 * nothing less, and take no secrets to another origin.
 *
 * @throws RpcError `HTTP_ERROR`, `FORBIDDEN`; the signal's reason.
 */
export async function exchange(request: HttpRequest, agent: Agent, signal: AbortSignal): Promise<Response> {
  let next = request;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await send(next, agent, signal);
    const location = response.headers.get("location");
    if (!isRedirect(response.status) || location === null) return response;
    await response.body?.cancel();
    next = redirected(next, response.status, location);
  }
  throw new RpcError("HTTP_ERROR", `${request.url.href} redirects more than ${MAX_REDIRECTS} times`);
}

async function send(
  { url, method, headers, body }: HttpRequest,
  dispatcher: Agent,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, { method, headers, body: body ?? null, redirect: "manual", dispatcher, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw httpError(url, error);
  }
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function redirected(request: HttpRequest, status: number, location: string): HttpRequest {
  const url = httpUrl(location, request.url);
  if (request.url.protocol === "https:" && url.protocol !== "https:") {
    throw new RpcError("FORBIDDEN", `${request.url.href} redirects from HTTPS to ${url.href}`);
  }
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) for (const name of SECRET_HEADERS) headers.delete(name);
  // As browsers do it: 303 asks for a GET, and a POST's 301 or 302 has come to mean the same.
  const asGet = status === 303 ? request.method !== "HEAD" : status < 303 && request.method === "POST";
  if (!asGet) return { ...request, url, headers };
  for (const name of ["content-type", "content-language", "content-encoding"]) headers.delete(name);
  return { url, method: "GET", headers, body: undefined };
}

/** @throws RpcError `HTTP_ERROR` for what is no HTTP or HTTPS URL. */
export function httpUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new RpcError("HTTP_ERROR", `${JSON.stringify(text)} is no HTTP or HTTPS URL`);
}

/** fetch says nothing but that it failed; why is in the causes. */
export function httpError(url: URL, error: unknown): RpcError {
  const { cause = error } = error as Error;
  if (cause instanceof RpcError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  return new RpcError("HTTP_ERROR", `${url.href}: ${message || code}`, {
    data: { url: url.href, ...(code !== undefined && { code }) },
    cause: error,
  });
}
