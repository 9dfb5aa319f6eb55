/** Waits that are over early once something ends. Of those that are over it keeps nothing. */
export class EndableWaits {
  readonly #waiting = new Set<() => void>();

  /** How many wait now. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Resolves when the promise has settled, either way, or when all waits end. */
  until(promise: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.#waiting.delete(settle);
        resolve();
      };
      this.#waiting.add(settle);
      promise.then(settle, settle);
    });
  }

  endAll(): void {
    for (const settle of this.#waiting) settle();
  }
}
