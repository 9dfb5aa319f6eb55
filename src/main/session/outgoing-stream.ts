import { Readable } from "node:stream";
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
  readonly #iterator: AsyncIterator<unknown>;

  /** @param send May throw when an item cannot be carried; the stream then ends with that error. */
  constructor(
    readonly id: string,
    readonly call: CallContext,
    readonly source: AsyncIterable<unknown>,
    readonly send: (message: RpcStreamMessage) => void,
    readonly exposeInternals: boolean,
  ) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The reader can take `count` more items. */
  grant(count: number): void {
    this.#credit = Math.min(this.#credit + count, MAX_CREDIT);
    this.#wake?.();
  }

  /** Sends items until there are no more, the reader leaves or the handler fails. Never rejects. */
  async run(): Promise<void> {
    try {
      while (await this.#mayPull()) {
        const { done, value } = await this.#iterator.next();
        if (this.#ended) return;
        if (done) return this.#finish({ done: true });
        this.#credit--;
        if (this.#push(value)) await turn();
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

  /** What the handler yields at once goes together. Whether the message was full and is sent. */
  #push(item: unknown): boolean {
    this.#items.push(item);
    if (ArrayBuffer.isView(item)) this.#bytes += item.byteLength;
    const full = this.#items.length >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES;
    if (full) this.#sendItems();
    // What the handler waits for is not held back.
    else this.#flush ??= setImmediate(() => this.#sendLater());
    return full;
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
    const { code, message } = wire;
    // An item that waits, or what the error brings along, may be what cannot be carried.
    tried(() => this.#sendItems());
    if (!tried(() => this.#finish({ error: wire }))) tried(() => this.#finish({ error: { code, message } }));
    this.#close(new RpcError("CANCELLED", `${this.call.method} has ended`, { cause: error }));
  }

  #close(reason: RpcError): void {
    this.#ended = true;
    this.#take();
    this.call.abort(reason);
    this.#wake?.();
    letGo(this.source, this.#iterator);
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

/**
 * Lets go of a stream that nobody reads to its end: a generator runs its `finally`, though one that waits
 * only once what it waits for has settled.
 */
export function letGo(source: AsyncIterable<unknown>, iterator = source[Symbol.asyncIterator]()): void {
  void (async () => iterator.return?.())().catch(() => {});
  // Its iterator is a generator, which would wait for the next chunk.
  if (source instanceof Readable) source.destroy();
}

/** Lets other work run, or a producer that never waits would keep all else from it. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whether the peer could be sent to. */
function tried(send: () => void): boolean {
  try {
    send();
    return true;
  } catch {
    return false;
  }
}
