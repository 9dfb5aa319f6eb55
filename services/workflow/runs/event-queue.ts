/** Hands events from the one who tells them to the one who reads them, who may be slower. */
export class EventQueue<Event> {
  #events: Event[] = [];
  #end: { error?: unknown } | undefined;
  #wake = () => {};

  push(events: readonly Event[]): void {
    this.#events.push(...events);
    this.#wake();
  }

  /** Nothing more comes; an error is thrown at the reader, after what came before it. */
  end(error?: { error: unknown }): void {
    this.#end ??= error ?? {};
    this.#wake();
  }

  /** For one reader. */
  async *read(): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      yield* this.#events.splice(0);
      if (this.#events.length > 0) continue;
      if (this.#end !== undefined) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if ("error" in this.#end) throw this.#end.error;
  }
}
