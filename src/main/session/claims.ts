import type { RpcClaims } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";

/** The longest delay a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const expired = () => new RpcError("UNAUTHENTICATED", "The session's claims have expired");

/**
 * Reads what a function of the app's gave as claims; nothing when it gave nothing.
 *
 * @param source What the function is called, e.g. `claims`.
 * @throws TypeError when it gave no object; RpcError UNAUTHENTICATED when the claims hold no more.
 */
export function readClaims(given: unknown, source: string): RpcClaims | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "object" || Array.isArray(given) || "then" in given) {
    throw new TypeError(`\`${source}\` must give the claims as an object, or nothing`);
  }
  const claims: RpcClaims = Object.freeze({ ...given });
  const { exp } = claims;
  if (exp !== undefined && (typeof exp !== "number" || !Number.isFinite(exp))) {
    throw new TypeError(`\`${source}\` gave an \`exp\` that is not a number of seconds since 1970`);
  }
  if (exp !== undefined && leftMs(exp) <= 0) throw expired();
  return claims;
}

/**
 * Tells once when the claims hold no more, unless the returned function is called before.
 *
 * @param onEnd Given the error to close the session with.
 */
export function watchExpiry({ exp }: RpcClaims, onEnd: (error: RpcError) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    if (exp === undefined) return;
    const ms = leftMs(exp);
    if (ms <= 0) onEnd(expired());
    else timer = setTimeout(wait, Math.min(ms, MAX_TIMER_MS)).unref();
  };
  wait();
  return () => clearTimeout(timer);
}

const leftMs = (exp: number): number => exp * 1_000 - Date.now();
