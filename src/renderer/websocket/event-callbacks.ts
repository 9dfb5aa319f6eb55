type Callback = (payload: unknown) => void;

/** Who listens to which event of one connection. */
export class EventCallbacks {
  readonly #entries = new Map<string, Set<{ callback: Callback }>>();

  /** Returns the way to stop; the same function may listen twice, and each stops only itself. */
  add(event: string, callback: Callback): () => void {
    const entry = { callback };
    const entries = this.#entries.get(event) ?? new Set();
    this.#entries.set(event, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.#entries.get(event) === entries) this.#entries.delete(event);
    };
  }

  /** One callback's error is uncaught, and does not keep the event from the others. */
  deliver(event: string, payload: unknown): void {
    const entries = this.#entries.get(event) ?? new Set();
    // It may have stopped by then.
    for (const entry of entries) queueMicrotask(() => entries.has(entry) && entry.callback(payload));
  }

  clear(): void {
    this.#entries.clear();
  }
}
