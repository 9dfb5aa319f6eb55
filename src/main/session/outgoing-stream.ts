import { RpcError } from "../../../decorators/rpc-error.js";
import { errorToWire } from "../../shared/error-wire.js";
import type { RpcStreamMessage } from "../../shared/messages.js";
import type { CallContext } from "../call-context.js";

/** Items one message carries at most. */
const BATCH_ITEMS = 64;

/** Bytes after which a message is not made longer; only what `byteLength` tells is counted. */
const BATCH_BYTES = 256 * 1024;

/** Credit a reader may have in all, whatever it asks for. */
const MAX_CREDIT = 65_536;

/** Sends what a handler yields, as fast as its reader's credit allows, in messages of several items. */
export class OutgoingStream {
  #credit = 0;
  #items: unknown[] = [];
  #bytes = 0;
  #flush: NodeJS.Immediate | undefined;
  #wake: (() => void) | undefined;
  #ended = false;

  /** @param send May throw when an item cannot be carried; the stream then ends with that error. */
  constructor(
    readonly id: string,
    readonly call: CallContext,
    readonly iterator: AsyncIterator<unknown>,
    readonly send: (message: RpcStreamMessage) => void,
    readonly exposeInternals: boolean,
  ) {}

  /** The reader can take `count` more items. */
  grant(count: number): void {
    this.#credit = Math.min(this.#credit + count, MAX_CREDIT);
    this.#wake?.();
  }

  /** Sends items until there are no more, the reader leaves or the handler fails. Never rejects. */
  async run(): Promise<void> {
    try {
      while (await this.#mayPull()) {
        const { done, value } = await this.iterator.next();
        if (this.#ended) return;
        if (done) return this.#finish({ done: true });
        this.#credit--;
        this.#push(value);
      }
    } catch (error) {
      if (!this.#ended) this.#fail(error);
    }
  }

  /** The reader left or the session ended: the handler's signal fires and its `finally` runs. */
  end(reason: RpcError): void {
    if (this.#ended) return;
    this.#close(reason);
  }

  async #mayPull(): Promise<boolean> {
    if (this.#credit === 0 && !this.#ended) {
      this.#sendItems();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return !this.#ended;
  }

  #push(item: unknown): void {
    this.#items.push(item);
    if (ArrayBuffer.isView(item)) this.#bytes += item.byteLength;
    if (this.#items.length >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES) this.#sendItems();
    // What the handler yields at once goes together; what it waits for is not held back.
    else this.#flush ??= setImmediate(() => this.#sendLater());
  }

  #sendLater(): void {
    this.#flush = undefined;
    try {
      this.#sendItems();
    } catch (error) {
      this.#fail(error);
    }
  }

  #sendItems(): void {
    if (this.#items.length > 0) this.send({ id: this.id, items: this.#take() });
  }

  #finish(end: Pick<RpcStreamMessage, "done" | "error">): void {
    const items = this.#take();
    this.send({ id: this.id, ...(items.length > 0 && { items }), ...end });
    this.#ended = true;
  }

  /** The handler or an item failed: the reader learns of it, after what came before. */
  #fail(error: unknown): void {
    const wire = errorToWire(error, this.exposeInternals);
    try {
      this.#finish({ error: wire });
    } catch {
      this.send({ id: this.id, error: wire });
    }
    this.#close(new RpcError("CANCELLED", `${this.call.method} has ended`, { cause: error }));
  }

  #close(reason: RpcError): void {
    this.#ended = true;
    this.#take();
    this.call.abort(reason);
    this.#wake?.();
    // A generator that waits runs its `finally` once what it waits for has settled.
    this.iterator.return?.().catch(() => {});
  }

  #take(): unknown[] {
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    if (this.#flush !== undefined) clearImmediate(this.#flush);
    this.#flush = undefined;
    return items;
  }
}
