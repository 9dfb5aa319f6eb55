import { type Crossing, passValue } from "./pass-value.js";

/**
 * A promise of the other world that follows `source`. Its value or reason crosses the bridge when it
 * settles; one that cannot cross rejects it. It never settles once a world is gone.
 * Source: electron_api_context_bridge.cc (IsPromise branch; both contexts are weak handles there).
 */
export function proxyPromise(source: Promise<unknown>, crossing: Crossing): Promise<unknown> {
  const { from, to, copies } = crossing;
  const proxy = new Promise<unknown>((resolve, reject) => {
    const settleWith = (settle: (value: unknown) => void) => (value: unknown) => {
      if (!from.isAlive() || !to.isAlive()) return;
      try {
        settle(passValue(value, { from, to, copies: new Map() }, from.global));
      } catch (error) {
        reject(new Error(`Uncaught ${String(error)}`));
      }
    };
    // The built-in `then`, so that a page which overrides it cannot look in.
    Promise.prototype.then.call(source, settleWith(resolve), settleWith(reject));
  });
  copies.set(source, proxy);
  return proxy;
}
