import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { RpcReply } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import type { CallContext } from "../call-context.js";
import { isStream } from "./stream-source.js";

/** How long an outcome is kept, in milliseconds. */
const KEPT_MS = 10 * 60_000;

/** How many outcomes are kept at most; the oldest go first. */
const KEPT = 1_000;

/** Failures that say nothing of the call: it may be tried again. */
const PASSING = new Set(["UNAVAILABLE", "RATE_LIMITED", "TIMEOUT", "CANCELLED"]);

interface Kept {
  /** Of the parameters: another call may not be given this one's outcome. */
  digest: string;
  outcome: Promise<RpcReply>;
  expires: number;
}

/**
 * Runs a call that has an idempotency key once for all that have the same key, method and caller. It runs to its end
 * though its caller goes away, because that is when it is asked for again.
 */
export class KeyedCalls {
  readonly #kept = new Map<string, Kept>();

  constructor(readonly route: (call: CallContext) => Promise<RpcReply>) {}

  /**
   * @param call One of its own, which no session ends.
   * @throws RpcError INVALID_REQUEST when the key was used for other parameters; what the call failed with.
   */
  run(idempotencyKey: string, call: CallContext): Promise<RpcReply> {
    this.#dropExpired();
    const key = JSON.stringify([callerOf(call), call.method, idempotencyKey]);
    const digest = createHash("sha256").update(serialize(call.params)).digest("base64");
    const known = this.#kept.get(key);
    if (known === undefined) return this.#begin(key, digest, call);
    if (known.digest === digest) return this.#again(known, call);
    const message = `The idempotency key ${JSON.stringify(idempotencyKey)} was used for another call of ${call.method}; give each call a key of its own`;
    return Promise.reject(new RpcError("INVALID_REQUEST", message));
  }

  /** A stream has one reader: the next caller gets one of its own. */
  async #again({ outcome }: Kept, call: CallContext): Promise<RpcReply> {
    const reply = await outcome;
    return isStream(reply.result) ? this.route(call) : reply;
  }

  #begin(key: string, digest: string, call: CallContext): Promise<RpcReply> {
    const outcome = this.route(call);
    const kept: Kept = { digest, outcome, expires: performance.now() + KEPT_MS };
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT) this.#kept.delete(oldest as string);
    const forget = () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    outcome.then(
      ({ result }) => isStream(result) && forget(),
      (error: unknown) => error instanceof RpcError && PASSING.has(error.code) && forget(),
    );
    return outcome;
  }

  /** The oldest stand first. */
  #dropExpired(): void {
    const now = performance.now();
    for (const [key, { expires }] of this.#kept) {
      if (expires > now) return;
      this.#kept.delete(key);
    }
  }
}

/** Who may be given the outcome: whom the session speaks for, or else the pages of one origin. */
function callerOf({ sender: { claims, origin, transport } }: CallContext): unknown[] {
  return claims?.sub === undefined ? ["origin", transport, origin ?? ""] : ["sub", claims.sub];
}
