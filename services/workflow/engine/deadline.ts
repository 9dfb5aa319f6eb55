/** A signal that also fires when time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock and leaves the parent signal alone. */
  clear(): void;
}

/**
 * A signal that fires when `parent` does, or after some milliseconds with an error of its own. Without a
 * time it is the parent itself.
 */
export function deadline(parent: AbortSignal, ms: number | undefined, late: () => Error): Deadline {
  if (ms === undefined) return { signal: parent, clear: () => {} };
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  const timer = setTimeout(() => controller.abort(late()), ms);
  parent.addEventListener("abort", follow);
  if (parent.aborted) follow();
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
}
