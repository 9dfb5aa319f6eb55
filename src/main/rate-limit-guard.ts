import type { Guard } from "@inversifyjs/framework-core";
import type { RpcCall, RpcSender } from "../../decorators/rpc-call.js";
import { RpcError } from "../../decorators/rpc-error.js";

/** How many calls a `RateLimitGuard` lets each sender make. */
export interface RateLimitOptions {
  /** Calls a second that one sender may make, over time. */
  perSecond: number;
  /** Calls it may make at once after a rest. Default: `perSecond`. */
  burst?: number;
}

interface Bucket {
  tokens: number;
  /** When it was last filled, in milliseconds of `performance.now`. */
  filledAt: number;
}

/**
 * A guard that lets each sender (a frame or a socket) make so many calls a second, as a token bucket.
 * Use it for a whole server, a class or a method.
 *
 * @example
 * container.bind(RateLimitGuard).toConstantValue(new RateLimitGuard({ perSecond: 200, burst: 1_000 }));
 * createRpcServer({ container, guards: [RateLimitGuard] });
 * @throws RpcError RATE_LIMITED with `data.retryAfterMs`; TypeError at construction when a number is not positive.
 */
export class RateLimitGuard implements Guard<RpcCall> {
  readonly #perSecond: number;
  readonly #burst: number;
  /** Goes with the sender, so nothing has to be cleaned up. */
  readonly #buckets = new WeakMap<RpcSender, Bucket>();

  constructor({ perSecond, burst = perSecond }: RateLimitOptions) {
    if (!(perSecond > 0 && burst >= 1)) {
      throw new TypeError("RateLimitGuard: perSecond must be more than 0 and burst at least 1");
    }
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  activate({ sender, method }: RpcCall): boolean {
    const now = performance.now();
    const bucket = this.#buckets.get(sender) ?? { tokens: this.#burst, filledAt: now };
    bucket.tokens = Math.min(
      this.#burst,
      bucket.tokens + ((now - bucket.filledAt) / 1_000) * this.#perSecond,
    );
    bucket.filledAt = now;
    this.#buckets.set(sender, bucket);
    if (bucket.tokens < 1) {
      const retryAfterMs = Math.ceil(((1 - bucket.tokens) / this.#perSecond) * 1_000);
      throw new RpcError("RATE_LIMITED", `Too many calls of ${method}; try again in ${retryAfterMs} ms`, {
        data: { retryAfterMs },
      });
    }
    bucket.tokens--;
    return true;
  }
}
