import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, Min } from "class-validator";
import { inject, injectable, optional } from "inversify";
import type { Response } from "undici";
import { RpcError } from "../../../decorators/index.js";
import { FreeForm } from "../../values/free-form.js";
import { exchange, httpError, httpUrl } from "../http/exchange.js";
import { guardedAgent } from "../http/guarded-agent.js";
import { isPublicAddress } from "../http/public-address.js";
import { readBody } from "../http/read-body.js";
import { requestContent } from "../http/request-content.js";
import { NetworkPolicy } from "../network-policy.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const FORMATS = ["text", "json", "bytes"] as const;

export class HttpRequestParams {
  /** Where the request goes, unless the input `url` says it. */
  @IsOptional()
  @IsString()
  url?: string;

  @IsIn(METHODS)
  method: (typeof METHODS)[number] = "GET";

  /** Values by name. */
  @FreeForm()
  headers: Record<string, unknown> = {};

  /** What the output `body` is made of the response; text is read as UTF-8. */
  @IsIn(FORMATS)
  format: (typeof FORMATS)[number] = "text";

  /** Whether a status of 400 and more is an answer like any other and no failure. */
  @IsBoolean()
  acceptErrors = false;

  /** Milliseconds until the answer must be there, whole, after all redirects. */
  @IsInt()
  @Min(1)
  @Max(600_000)
  timeoutMs = 30_000;

  /** Bytes that the uncompressed answer may have. */
  @IsInt()
  @Min(0)
  @Max(256 * 1024 * 1024)
  maxBytes = 16 * 1024 * 1024;
}

/**
 * Asks a server over HTTP or HTTPS. Only the public internet is reached, unless the `NetworkPolicy` allows
 * more; without one it does not.
 */
@injectable()
export class HttpRequestNode implements NodeType {
  readonly type = "http-request";
  readonly title = "HTTP request";
  readonly category = "Network";
  readonly description = "Sends an HTTP request and gives the answer.";
  readonly parameters = HttpRequestParams;
  readonly inputs: PortDescription[] = [
    { name: "url", type: "string", description: "In place of the parameter" },
    { name: "body", type: "any", description: "Text and bytes go as they are, all else as JSON" },
  ];
  readonly outputs: PortDescription[] = [
    { name: "status", type: "number" },
    { name: "headers", type: "object", description: "Values by lower-case name" },
    { name: "body", type: "any" },
    { name: "url", type: "string", description: "Where the answer came from, after redirects" },
  ];

  constructor(@inject(NetworkPolicy) @optional() private readonly policy?: NetworkPolicy) {}

  async execute({ inputs, parameters, signal }: NodeRun<HttpRequestParams>) {
    const { method, timeoutMs, maxBytes, format, acceptErrors } = parameters;
    const url = httpUrl((inputs.url as string | undefined) ?? parameters.url ?? "");
    const timeout = AbortSignal.timeout(timeoutMs);
    const agent = guardedAgent((address) => isPublicAddress(address) || this.policy?.allowPrivate === true);
    try {
      const content = requestContent(parameters.headers, inputs.body);
      const response = await exchange({ url, method, ...content }, agent, AbortSignal.any([signal, timeout]));
      if (!response.ok && !acceptErrors) throw statusError(response);
      const { status } = response;
      const answer = formatted(await readBody(response, maxBytes), format);
      return { status, headers: Object.fromEntries(response.headers), body: answer, url: response.url };
    } catch (error) {
      signal.throwIfAborted();
      if (!timeout.aborted) throw error instanceof RpcError ? error : httpError(url, error);
      throw new RpcError("TIMEOUT", `${url.href} has not answered within ${timeoutMs} ms`);
    } finally {
      await agent.destroy();
    }
  }
}

function formatted(bytes: Uint8Array, format: HttpRequestParams["format"]): unknown {
  if (format === "bytes") return bytes;
  const text = new TextDecoder().decode(bytes);
  return format === "json" ? JSON.parse(text) : text;
}

function statusError({ url, status, statusText }: Response): RpcError {
  return new RpcError("HTTP_ERROR", `${url} answers ${status} ${statusText}`.trimEnd(), {
    data: { url, status },
  });
}
