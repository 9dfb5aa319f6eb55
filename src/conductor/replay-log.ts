/** A stream that anybody may read from its beginning, at any time and more than once. */
export class ReplayLog<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #end: { error?: unknown } | undefined;
  #waiting: (() => void)[] = [];

  add(item: Item): void {
    this.#items.push(item);
    this.#wake();
  }

  /** Nothing more comes; an error is thrown at every reader, after the items. */
  end(end: { error?: unknown } = {}): void {
    this.#end = end;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for (let next = 0; ; ) {
      while (next < this.#items.length) yield this.#items[next++] as Item;
      if (this.#end !== undefined) break;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if ("error" in this.#end) throw this.#end.error;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
