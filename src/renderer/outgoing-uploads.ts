import type { AtomitonBridge } from "../shared/bridge.js";
import { survey } from "../shared/cloneable.js";
import { errorToWire } from "../shared/error-wire.js";
import {
  PROTOCOL,
  PROTOCOL_EVENT,
  type RpcStreamMessage,
  type RpcUploadMessage,
} from "../shared/messages.js";
import { notSerializable } from "../shared/not-serializable.js";
import { reasonOf } from "../shared/reason-of.js";

/** Items one message carries at most. */
const BATCH_ITEMS = 16;

/** Bytes after which a message is not made longer. */
const BATCH_BYTES = 256 * 1024;

/** A part of an upload, without the id that all its parts have. */
type UploadPart = Omit<RpcStreamMessage, "id">;

/** What a call streams to its handler. */
export type UploadSource = AsyncIterable<unknown> | ReadableStream<unknown>;

export const isUpload = (value: unknown): value is UploadSource =>
  typeof value === "object" &&
  value !== null &&
  (Symbol.asyncIterator in value ||
    (typeof ReadableStream === "function" && value instanceof ReadableStream));

/** The uploads that go over one bridge; it listens on the wire only while there are any. */
export class OutgoingUploads {
  readonly #uploads = new Map<string, OutgoingUpload>();
  #stop: (() => void) | undefined;

  constructor(readonly bridge: AtomitonBridge) {}

  /** Makes a source known under an id. Nothing is read of it before the handler asks. */
  open(id: string, source: UploadSource): void {
    this.#stop ??= this.#listen();
    const send = (part: UploadPart) => this.bridge.send(PROTOCOL.upload, [{ id, ...part }]);
    this.#uploads.set(id, new OutgoingUpload(source, send, () => this.#forget(id)));
  }

  /** Its call has failed: the source is let go of. */
  close(id: string): void {
    this.#uploads.get(id)?.close();
  }

  #listen(): () => void {
    const off = [
      this.bridge.on(PROTOCOL_EVENT.upload, (payload) => {
        const { id, credit = 0, cancel } = payload as RpcUploadMessage;
        if (cancel) this.close(id);
        else this.#uploads.get(id)?.grant(credit);
      }),
      this.bridge.on(PROTOCOL_EVENT.closed, () => {
        for (const id of [...this.#uploads.keys()]) this.close(id);
      }),
    ];
    return () => {
      for (const stop of off) stop();
    };
  }

  #forget(id: string): void {
    this.#uploads.delete(id);
    if (this.#uploads.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** One source, read as its handler's credit allows. */
class OutgoingUpload {
  readonly #iterator: AsyncIterator<unknown>;
  #credit = 0;
  #index = 0;
  #items: unknown[] = [];
  #bytes = 0;
  #isReading = false;
  #isClosed = false;
  #flush: ReturnType<typeof setTimeout> | undefined;

  constructor(
    source: UploadSource,
    readonly send: (part: UploadPart) => void,
    readonly closed: () => void,
  ) {
    this.#iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : iterate(source);
  }

  grant(count: number): void {
    this.#credit += count;
    if (!this.#isReading) void this.#read();
  }

  /** Nobody reads any more of it. */
  close(): void {
    if (this.#isClosed) return;
    this.#end();
    this.#leave();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#credit > 0 && !this.#isClosed) {
        const { done, value } = await this.#iterator.next();
        if (this.#isClosed) return;
        if (done) return this.#finish({ done: true });
        this.#push(value);
      }
    } catch (error) {
      if (!this.#isClosed) this.#fail(error);
    } finally {
      this.#isReading = false;
    }
  }

  #push(item: unknown): void {
    const { place, bytes } = survey(item, `items[${this.#index}]`, "clone");
    if (place !== undefined) {
      this.#fail(notSerializable(place, { index: this.#index }));
      return;
    }
    this.#index++;
    this.#credit--;
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#items.length >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES) this.#sendItems();
    else this.#flush ??= setTimeout(() => this.#sendItems());
  }

  /** Sends what there is. A page cannot see all that Electron refuses: then each item goes by itself. */
  #sendItems(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    if (items.length === 0) return;
    try {
      this.send({ items });
    } catch {
      this.#sendEach(items);
    }
  }

  #sendEach(items: readonly unknown[]): void {
    for (const [at, item] of items.entries()) {
      try {
        this.send({ items: [item] });
      } catch (error) {
        const index = this.#index - items.length + at;
        this.#fail(notSerializable(`items[${index}]: ${reasonOf(error)}`, { index }));
        return;
      }
    }
  }

  /** The source or an item failed: the handler learns of it, after what came before. */
  #fail(error: unknown): void {
    this.#sendItems();
    if (!this.#isClosed) this.#finish({ error: errorToWire(error, true) });
    this.#leave();
  }

  #finish(end: UploadPart): void {
    this.#sendItems();
    if (this.#isClosed) return;
    this.#end();
    try {
      this.send(end);
    } catch {
      // The other side is gone, and its call has ended.
    }
  }

  /** A generator's `finally` runs. What that throws is nobody's any more. */
  #leave(): void {
    void (async () => this.#iterator.return?.())().catch(() => {});
  }

  #end(): void {
    clearTimeout(this.#flush);
    this.#isClosed = true;
    this.#items = [];
    this.closed();
  }
}

/** A `ReadableStream` of a browser that cannot be iterated yet. */
function iterate(source: ReadableStream<unknown>): AsyncIterator<unknown> {
  const reader = source.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
