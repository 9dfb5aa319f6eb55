import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { RpcClaims } from "../../../../decorators/rpc-call.js";
import { RpcError } from "../../../../decorators/rpc-error.js";
import { readClaims } from "../../session/claims.js";

export interface AdmissionOptions {
  /**
   * What a client must show, by `Authorization: Bearer` or, as a browser cannot set headers, `?token=`. At least 16
   * characters. It may be left out where `authenticate` says whom to let in.
   */
  token?: string;
  /**
   * Says whom a client speaks for: its claims, which guards find in `call.sender.claims`, or nothing, which refuses
   * the client with 401. What it throws refuses too. It has 10 seconds. It is asked after path, Host, Origin and
   * `token`. Default: everybody with the token, without claims.
   */
  authenticate?: (handshake: Handshake) => RpcClaims | undefined | Promise<RpcClaims | undefined>;
  /** Path of the endpoint. Default: `/rpc`. */
  path?: string;
  /**
   * Values of the Host header to serve, compared whole, e.g. `app.example` or `app.example:8443`; any other
   * may be a name of an attacker's that now points here. Default: 127.0.0.1, localhost, [::1], `host` and
   * the address connected to, each with the port.
   */
  allowedHosts?: readonly string[];
  /** Origins of the pages to serve, e.g. `https://app.example`. Default: `http://` with each allowed host. */
  allowedOrigins?: readonly string[];
}

/** What a client shows as it connects. */
export interface Handshake {
  /** Of `Authorization: Bearer` or `?token=`. */
  token: string | undefined;
  /** The page's, when a page connects. */
  origin: string | undefined;
  headers: IncomingHttpHeaders;
  /** Path and query, as they were sent. */
  url: string;
  remoteAddress: string | undefined;
}

/** Why an upgrade is refused, as HTTP says it. */
export interface Refusal {
  status: number;
  /** For the body and the log, which print it; it may repeat what was asked. */
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/** What `authenticate` came to. */
export type Verdict = { claims: RpcClaims; refusal?: never } | { refusal: Refusal };

const MIN_TOKEN_LENGTH = 16;

/** What `authenticate` has to answer, in milliseconds. */
const AUTHENTICATE_MS = 10_000;

const unauthorized = (message: string): Refusal => ({
  status: 401,
  message,
  headers: { "WWW-Authenticate": "Bearer" },
});

/** @throws Error when the promise has not settled by then. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`authenticate did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Decides which upgrade requests become sockets. */
export class Admission {
  readonly path: string;
  readonly #token: Buffer | undefined;
  readonly #authenticate: AdmissionOptions["authenticate"];
  readonly #hosts: ReadonlySet<string> | undefined;
  readonly #origins: ReadonlySet<string> | undefined;

  /**
   * @param host The name or address bound to, when it is known beforehand.
   * @throws TypeError naming the option that is wrong.
   */
  constructor(
    { token, authenticate, path = "/rpc", allowedHosts, allowedOrigins }: AdmissionOptions,
    readonly host: string | undefined,
  ) {
    if (authenticate !== undefined && typeof authenticate !== "function") {
      throw wrong("`authenticate` must be a function that gives the claims of a handshake");
    }
    const mayLack = authenticate !== undefined && token === undefined;
    if (!mayLack && (typeof token !== "string" || token.length < MIN_TOKEN_LENGTH)) {
      throw wrong(`\`token\` must be a string of at least ${MIN_TOKEN_LENGTH} characters`);
    }
    if (!path.startsWith("/")) throw wrong(`\`path\` must begin with "/", as in "/rpc"`);
    for (const origin of allowedOrigins ?? []) {
      if (!ORIGIN.test(origin))
        throw wrong(`${JSON.stringify(origin)} is no origin; write it as in "https://app.example"`);
    }
    this.path = path;
    this.#token = token === undefined ? undefined : digest(token);
    this.#authenticate = authenticate;
    this.#hosts = allowedHosts && new Set(allowedHosts.map((name) => name.toLowerCase()));
    this.#origins = allowedOrigins && new Set(allowedOrigins);
  }

  /** Whether the request is for this endpoint at all. */
  isAddressed(request: IncomingMessage): boolean {
    return split(request).path === this.path;
  }

  /** Why the request is refused, or nothing. */
  refusal(request: IncomingMessage): Refusal | undefined {
    const { host, origin } = request.headers;
    if (!this.isAddressed(request)) return { status: 404, message: `WebSocket is served at ${this.path}` };
    const hosts = this.#hosts ?? hostsOf(request, this.host);
    if (host === undefined || !hosts.has(host.toLowerCase())) {
      return { status: 403, message: `The host ${JSON.stringify(host ?? "")} is not allowed` };
    }
    // Only a browser sends an origin, and it always does.
    if (origin !== undefined && !(this.#origins ?? originsOf(hosts)).has(origin)) {
      return { status: 403, message: `The origin ${JSON.stringify(origin)} is not allowed` };
    }
    if (this.#token === undefined) return undefined;
    const token = tokenOf(request);
    // Digests, because they are of one length whatever was sent.
    if (token === undefined || !timingSafeEqual(digest(token), this.#token)) {
      return unauthorized(`${token === undefined ? "A" : "Another"} token is needed`);
    }
    return undefined;
  }

  /**
   * Whom the client of a request that is not refused speaks for; nothing at once when nobody asks.
   *
   * @param failed Told what `authenticate` failed with, for the log.
   */
  claims(request: IncomingMessage, failed: (error: unknown) => void): Promise<Verdict> | undefined {
    const authenticate = this.#authenticate;
    if (authenticate === undefined) return undefined;
    const { headers, url = "", socket } = request;
    const { origin } = headers;
    const { remoteAddress } = socket;
    const handshake: Handshake = { token: tokenOf(request), origin, headers, url, remoteAddress };
    const asked = (async () => readClaims(await authenticate(handshake), "authenticate"))();
    return within(AUTHENTICATE_MS, asked).then(
      (claims) =>
        claims === undefined
          ? { refusal: unauthorized("Nobody knows whom this client speaks for") }
          : { claims },
      (error: unknown) => {
        failed(error);
        if (error instanceof RpcError) return { refusal: unauthorized(error.message) };
        return { refusal: { status: 503, message: "Whom this client speaks for could not be found out" } };
      },
    );
  }
}

const ORIGIN = /^([a-z][a-z\d+.-]*:\/\/[^/?#\s*]*|null)$/;

/** Read from the connection, because a port of 0 is not known before. */
function hostsOf({ socket }: IncomingMessage, bound: string | undefined): ReadonlySet<string> {
  const names = ["127.0.0.1", "localhost", "::1", bound, socket.localAddress?.replace(/^::ffff:/, "")];
  const hosts = new Set<string>();
  for (const name of names) {
    if (name === undefined) continue;
    const host = name.includes(":") ? `[${name}]` : name.toLowerCase();
    hosts.add(`${host}:${socket.localPort}`);
    if (socket.localPort === HTTP_PORT) hosts.add(host);
  }
  return hosts;
}

/** A browser leaves this one out of Host and Origin. */
const HTTP_PORT = 80;

const originsOf = (hosts: ReadonlySet<string>) => new Set([...hosts].map((host) => `http://${host}`));

function tokenOf(request: IncomingMessage): string | undefined {
  const [, bearer] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  return bearer ?? new URLSearchParams(split(request).query).get("token") ?? undefined;
}

/** By hand, because a request target need not be a URL. */
function split({ url = "" }: IncomingMessage): { path: string; query: string } {
  const mark = url.indexOf("?");
  return mark === -1 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const wrong = (why: string) => new TypeError(`webSocketTransport: ${why}`);
