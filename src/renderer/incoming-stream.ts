import { errorFromWire } from "../shared/error-wire.js";
import type { RpcStreamMessage } from "../shared/messages.js";
import { reasonOf } from "./call-end.js";

/** How a stream talks back to where it comes from, which was granted the first `window` items already. */
export interface StreamControl {
  /** The reader can take `count` more items. */
  grant(count: number): void;
  /** The reader left before the end. */
  cancel(): void;
  /** Nothing more is to come of it. */
  closed(): void;
}

type Waiter = {
  resolve: (result: IteratorResult<unknown, undefined>) => void;
  reject: (error: unknown) => void;
};

export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Items read after which to ask for more at the latest: a server may give less credit than a wide window wants. */
const MAX_GRANT = 1_024;

/** A stream as its one reader pulls it: it holds at most `window` items, and asks for more as they are read. */
export class IncomingStream implements AsyncIterableIterator<unknown, undefined> {
  #items: unknown[] = [];
  #next = 0;
  #read = 0;
  /** Set by the last message: nothing more comes. */
  #end: { error?: unknown } | undefined;
  readonly #waiting: Waiter[] = [];
  readonly #grantAfter: number;
  #signals: readonly AbortSignal[];

  /** @param signals Those of its reader. While more may come, whoever opened the stream watches them. */
  constructor(
    readonly control: StreamControl,
    readonly window: number,
    signals: readonly AbortSignal[],
  ) {
    this.#grantAfter = Math.min(window / 2, MAX_GRANT);
    this.#signals = signals;
  }

  /** Takes what arrived. */
  receive({ items, done, error }: RpcStreamMessage): void {
    if (this.#end !== undefined) return;
    for (const item of items ?? []) {
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#items.push(item);
      else waiter.resolve({ done: false, value: this.#count(item) });
    }
    if (error !== undefined) this.fail(errorFromWire(error));
    else if (done) this.#finish({});
  }

  /** Ends the stream for its reader with an error, after the items that came before it. */
  fail(error: unknown): void {
    if (this.#end === undefined) this.#finish({ error });
  }

  /** The reader's signal fired: what waits to be read is dropped, and the producer stops. */
  abort(reason: unknown): void {
    this.#drop();
    this.#leave({ error: reason });
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    // Once the end has come nobody waits: to look is enough, and leaves no listener with a stream never read.
    const fired = this.#end && this.#signals.find(({ aborted }) => aborted);
    if (fired !== undefined) this.abort(reasonOf(fired));
    if (this.#next < this.#items.length) return Promise.resolve({ done: false, value: this.#shift() });
    if (this.#end === undefined) {
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    }
    // An error is thrown once; a reader that asks again is at the end.
    const end = this.#end;
    this.#end = {};
    this.#drop();
    return "error" in end ? Promise.reject(end.error) : Promise.resolve(DONE);
  }

  /** `break`, `return` and `throw` of a `for await` come here: the generator's `finally` runs. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#drop();
    this.#leave({});
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Nothing more of it is read. */
  #drop(): void {
    this.#items = [];
    this.#next = 0;
    this.#signals = [];
  }

  #leave(end: { error?: unknown }): void {
    if (this.#end !== undefined) {
      this.#end = end;
      return;
    }
    this.#finish(end);
    this.control.cancel();
  }

  #shift(): unknown {
    const item = this.#items[this.#next];
    this.#items[this.#next++] = undefined;
    // Seldom, because it moves those that wait; a reader that never catches up would keep all it has read.
    if (this.#next >= this.window) {
      this.#items.splice(0, this.#next);
      this.#next = 0;
    }
    return this.#count(item);
  }

  /** Grants several at once: seldom enough to cost little, soon enough to keep items flowing. */
  #count(item: unknown): unknown {
    if (++this.#read >= this.#grantAfter && this.#end === undefined) {
      this.control.grant(this.#read);
      this.#read = 0;
    }
    return item;
  }

  #finish(end: { error?: unknown }): void {
    this.#end = end;
    this.control.closed();
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      this.next().then(resolve, reject);
    }
  }
}
