import { RpcError } from "../../../decorators/rpc-error.js";
import { errorFromWire } from "../../shared/error-wire.js";
import type { RpcStreamMessage } from "../../shared/messages.js";

/** Items that may be on their way to a handler. */
const WINDOW = 64;

/** How an upload talks back to where it comes from. */
export interface UploadControl {
  grant(count: number): void;
  /** Nobody reads any more of it. */
  cancel(): void;
}

interface Waiter {
  resolve(result: IteratorResult<unknown>): void;
  reject(error: unknown): void;
}

/** An argument that streams to its handler, which alone reads it: nothing comes before it asks for the first item. */
export class IncomingUpload implements AsyncIterable<unknown> {
  readonly #items: unknown[] = [];
  readonly #waiting: Waiter[] = [];
  #credit = 0;
  /** Items taken since the last grant. */
  #taken = 0;
  #end: { error?: unknown } | undefined;
  #isCancelled = false;

  readonly #control: UploadControl;

  constructor(control: UploadControl) {
    this.#control = control;
  }

  /** Takes what arrived. */
  receive({ items = [], done, error }: RpcStreamMessage): void {
    if (this.#end !== undefined) return;
    this.#credit -= items.length;
    if (this.#credit < 0) {
      this.end(new RpcError("INVALID_REQUEST", "An upload sent more items than it was granted"));
      return;
    }
    for (const item of items) {
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#items.push(item);
      else waiter.resolve(this.#took(item));
    }
    if (error !== undefined) this.#finish({ error: errorFromWire(error) });
    else if (done) this.#finish({});
  }

  /** Its call has ended, or what came of it was wrong. Its reader gets the reason. */
  end(reason: unknown): void {
    if (this.#end === undefined) this.#cancel({ error: reason });
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return {
      next: () => this.#next(),
      return: async () => {
        this.#items.length = 0;
        if (this.#end === undefined) this.#cancel({});
        return { done: true, value: undefined };
      },
    };
  }

  #next(): Promise<IteratorResult<unknown>> {
    if (this.#items.length > 0) return Promise.resolve(this.#took(this.#items.shift()));
    if (this.#end === undefined) {
      if (this.#credit === 0 && this.#taken === 0) this.#grant(WINDOW);
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    }
    // An error is thrown once; a reader that asks again is at the end.
    const { ...end } = this.#end;
    this.#end = {};
    return "error" in end ? Promise.reject(end.error) : Promise.resolve({ done: true, value: undefined });
  }

  #took(item: unknown): IteratorResult<unknown> {
    if (++this.#taken >= WINDOW / 2 && this.#end === undefined) {
      this.#grant(this.#taken);
      this.#taken = 0;
    }
    return { done: false, value: item };
  }

  #grant(count: number): void {
    this.#credit += count;
    this.#control.grant(count);
  }

  #cancel(end: { error?: unknown }): void {
    if (!this.#isCancelled) this.#control.cancel();
    this.#isCancelled = true;
    this.#finish(end);
  }

  #finish(end: { error?: unknown }): void {
    this.#end = end;
    for (const { resolve, reject } of this.#waiting.splice(0)) this.#next().then(resolve, reject);
  }
}
