import { RpcError } from "../../decorators/rpc-error.js";

/** The longest delay a timer takes; a longer deadline is none. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What ends a call from its caller's side: its signals, and its deadline. */
export interface CallEnds {
  method: string;
  signals: readonly AbortSignal[];
  timeoutMs?: number | undefined;
}

/**
 * Tells once why a call has ended, if it does before the returned function is called, which leaves no
 * listener and no timer behind.
 */
export function watchEnds(
  { method, signals, timeoutMs }: CallEnds,
  onEnd: (reason: unknown) => void,
): () => void {
  const abort = (event: Event) => end(reasonOf(event.target as AbortSignal));
  const timer =
    timeoutMs === undefined || timeoutMs > MAX_TIMER_MS
      ? undefined
      : setTimeout(
          () => end(new RpcError("TIMEOUT", `${method} did not answer within ${timeoutMs} ms`)),
          timeoutMs,
        );
  const stop = () => {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener("abort", abort);
  };
  const end = (reason: unknown) => {
    stop();
    onEnd(reason);
  };
  for (const signal of signals) signal.addEventListener("abort", abort);
  return stop;
}

/** @throws the reason of the first signal that has fired. */
export function throwIfAborted(signals: readonly AbortSignal[]): void {
  for (const signal of signals) if (signal.aborted) throw reasonOf(signal);
}

/** An author's own reason as it is; the anonymous AbortError of a bare `abort()` as CANCELLED. */
export function reasonOf({ reason }: AbortSignal): unknown {
  const anonymous = reason instanceof DOMException && reason.name === "AbortError";
  return anonymous ? new RpcError("CANCELLED", "The call was cancelled", { cause: reason }) : reason;
}
