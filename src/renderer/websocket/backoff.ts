/** How often and how long to try again. */
export interface ReconnectOptions {
  /** The first delay is at most this, in milliseconds; each one after may be twice as long. Default 250. */
  minDelayMs?: number;
  /** No delay is longer, in milliseconds. Default 30,000. */
  maxDelayMs?: number;
  /** Attempts in a row that may fail before the bridge is closed for good. Default: no limit. */
  maxAttempts?: number;
}

const DEFAULT_MIN_DELAY_MS = 250;
const DEFAULT_MAX_DELAY_MS = 30_000;

/**
 * Says when to try again: after a random part of a delay that doubles (full jitter), so that the clients of
 * a restarted server do not come all at once; and at once when the browser finds itself online again.
 */
export class Backoff {
  readonly #minDelayMs: number;
  readonly #maxDelayMs: number;
  readonly #maxAttempts: number;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param options False: never. */
  constructor(
    options: ReconnectOptions | false,
    readonly retry: () => void,
  ) {
    const { minDelayMs, maxDelayMs, maxAttempts } = options || { maxAttempts: 0 };
    this.#minDelayMs = minDelayMs ?? DEFAULT_MIN_DELAY_MS;
    this.#maxDelayMs = maxDelayMs ?? DEFAULT_MAX_DELAY_MS;
    this.#maxAttempts = maxAttempts ?? Number.POSITIVE_INFINITY;
  }

  /** Arranges the next attempt, unless there were as many as there may be. Whether there will be one. */
  schedule(): boolean {
    if (this.#attempts >= this.#maxAttempts) return false;
    const limitMs = Math.min(this.#minDelayMs * 2 ** this.#attempts++, this.#maxDelayMs);
    this.#timer = setTimeout(this.#retryNow, Math.random() * limitMs);
    // Node has no such event, and no such function.
    globalThis.addEventListener?.("online", this.#retryNow);
    return true;
  }

  /**
   * Whether the attempt to come keeps a process of Node alive. One that nobody waits for does not, or a client
   * whose server has ended could not.
   */
  keepAlive(wanted: boolean): void {
    // In a page a timer is a number.
    if (wanted) this.#timer?.ref?.();
    else this.#timer?.unref?.();
  }

  /** An attempt has led to an answer: delays begin anew. */
  reset(): void {
    this.#attempts = 0;
  }

  cancel(): void {
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.("online", this.#retryNow);
  }

  #retryNow = (): void => {
    this.cancel();
    this.retry();
  };
}
