import type { PayloadWalk } from "./payload-limits.js";

/** What an acceptor answers where it cannot tell that a value is valid. It may be, and the libraries know. */
export const UNSURE: unique symbol = Symbol("unsure");

/**
 * Makes of a value, which its holder has counted, the valid instance of its class; or is unsure.
 *
 * @param depth How many holders are around the value, the list of parameters among them.
 * @param walk Counts what is inside the value, which is looked at once.
 */
export type Acceptor = (value: unknown, depth: number, walk: PayloadWalk) => unknown;

/** Where the acceptor of a class is, which is made when it is first used: classes nest in each other. */
export interface AcceptorOf {
  accept: Acceptor;
}

/** What an acceptor says of a value; that it is unsure where a rule or the value itself throws. */
export function accepted({ accept }: AcceptorOf, value: unknown, walk: PayloadWalk): unknown {
  try {
    return accept(value, 1, walk);
  } catch {
    return UNSURE;
  }
}
