import { setImmediate } from "node:timers/promises";

/** Milliseconds that work may go on before everything else in this process gets a turn. */
const TURN_MS = 10;

/**
 * Makes what long work calls between its steps: it lets others run now and then, which is also when an
 * abort can come; it then throws the signal's reason.
 */
export function turnTaker(signal: AbortSignal): () => Promise<void> {
  let turnEnds = performance.now() + TURN_MS;
  return async () => {
    if (performance.now() < turnEnds) return;
    await setImmediate();
    signal.throwIfAborted();
    turnEnds = performance.now() + TURN_MS;
  };
}
