import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcStreamMessage } from "../../shared/messages.js";
import { notSerializable } from "../../shared/not-serializable.js";
import { reasonOf } from "../../shared/reason-of.js";
import type { CallContext } from "../call-context.js";
import type { RpcLogger } from "../logger.js";
import { EndableWaits } from "./endable-waits.js";
import type { OutgoingValues } from "./outgoing-values.js";
import { heedErrors, letGo } from "./stream-source.js";

/** Items one message carries at most. */
const BATCH_ITEMS = 64;

/** Bytes after which a message is not made longer. */
const BATCH_BYTES = 256 * 1024;

/** Items of one stream that may be under way, where neither its method nor its server says. */
export const DEFAULT_STREAM_WINDOW = 65_536;

/** What the streams of one session share: the way to their reader, and the log. */
export interface StreamOutlet {
  send(message: RpcStreamMessage): void;
  /** As a peer's. */
  drained(bytes?: number): Promise<void> | undefined;
  readonly values: OutgoingValues;
  readonly logger: RpcLogger;
}

/**
 * Sends what a handler yields, in messages of several items, as fast as its reader's credit, the server's
 * window and the way between them allow.
 */
export class OutgoingStream {
  #credit = 0;
  /** Items taken of the handler since all those before had left. */
  #underWay = 0;
  #items: unknown[] = [];
  /** Items sent before those. */
  #sent = 0;
  #bytes = 0;
  #flush: NodeJS.Immediate | undefined;
  #granted: (() => void) | undefined;
  readonly #waits = new EndableWaits();
  #ended = false;
  /** Why it ended before its handler did. */
  #reason: RpcError | undefined;
  readonly #iterator: AsyncIterator<unknown>;

  /** @param window Items that may be under way at most, whatever the credit. */
  constructor(
    readonly id: string,
    readonly call: CallContext,
    readonly source: AsyncIterable<unknown>,
    readonly window: number,
    readonly outlet: StreamOutlet,
  ) {
    heedErrors(source);
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The reader can take `count` more items. */
  grant(count: number): void {
    this.#credit += count;
    this.#granted?.();
  }

  /** Sends items until there are no more, the reader leaves or the handler fails. Never rejects. */
  async run(): Promise<void> {
    try {
      while (await this.#mayPull()) {
        const { done, value } = await this.#iterator.next();
        if (this.#ended) return;
        if (done) return await this.#finish();
        this.#push(value);
      }
    } catch (error) {
      if (this.#ended) this.#late(error);
      else this.#fail(error);
    }
  }

  /** The reader left or the session ended: the handler's signal fires and its `finally` runs. */
  end(reason: RpcError): void {
    if (this.#ended) return;
    this.#close(reason);
  }

  async #mayPull(): Promise<boolean> {
    if (this.#isFull()) await this.#makeRoom();
    if (this.#credit === 0) await this.#sendItems();
    while (this.#credit === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#granted = resolve;
      });
    }
    return !this.#ended;
  }

  #isFull(): boolean {
    return this.#items.length >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES || this.#underWay >= this.window;
  }

  async #makeRoom(): Promise<void> {
    await this.#sendItems();
    // Or a producer that never waits would keep all other work from running.
    await turn();
    if (this.#underWay < this.window) return;
    await this.#left(0);
    this.#underWay = 0;
  }

  /**
   * What the handler yields at once goes together; what it waits for is not held back.
   *
   * @throws RpcError NOT_SERIALIZABLE for an item that would not arrive.
   */
  #push(item: unknown): void {
    const index = this.#sent + this.#items.length;
    const { place, bytes } = this.outlet.values.survey(item, `items[${index}]`);
    if (place !== undefined) throw notSerializable(place, { index });
    this.#credit--;
    this.#underWay++;
    this.#items.push(item);
    this.#bytes += bytes;
    this.#flush ??= setImmediate(() => this.#sendLater());
  }

  async #sendLater(): Promise<void> {
    try {
      await this.#sendItems();
    } catch (error) {
      if (!this.#ended) this.#fail(error);
    }
  }

  /** Sends what there is, once the way is clear. */
  async #sendItems(end: Pick<RpcStreamMessage, "done"> = {}): Promise<void> {
    for (let left = this.#left(); left !== undefined; left = this.#left()) await left;
    if (this.#ended) return;
    this.#send(this.#take(), end);
  }

  /** @throws RpcError NOT_SERIALIZABLE for an item that the peer's codec refuses, once those before it are sent. */
  #send(items: unknown[], end: Pick<RpcStreamMessage, "done"> = {}): void {
    const { id, outlet } = this;
    if (items.length === 0 && !end.done) return;
    try {
      outlet.send(items.length > 0 ? { id, items, ...end } : { id, ...end });
      this.#sent += items.length;
    } catch {
      for (const item of items) this.#sendOne(item);
      if (end.done) outlet.send({ id, ...end });
    }
  }

  #sendOne(item: unknown): void {
    const index = this.#sent;
    try {
      this.outlet.send({ id: this.id, items: [item] });
      this.#sent++;
    } catch (error) {
      throw notSerializable(`items[${index}]: ${reasonOf(error)}`, { index });
    }
  }

  /** When what was sent has left, or the stream has ended; nothing when no more than `bytes` wait. */
  #left(bytes?: number): Promise<void> | undefined {
    const drained = this.#ended ? undefined : this.outlet.drained(bytes);
    return drained && this.#waits.until(drained);
  }

  async #finish(): Promise<void> {
    await this.#sendItems({ done: true });
    this.#ended = true;
  }

  /** The handler or an item failed: the reader learns of it, after what came before. */
  #fail(error: unknown): void {
    this.#logFailure(error);
    const { id, outlet } = this;
    let failure = error;
    try {
      this.#send(this.#take());
    } catch (earlier) {
      failure = earlier;
    }
    try {
      outlet.send({ id, error: outlet.values.error(failure) });
    } catch {
      // The peer is gone, and its session ends as it does.
    }
    this.#close(new RpcError("CANCELLED", `${this.call.method} has ended`, { cause: failure }));
  }

  #close(reason: RpcError): void {
    this.#ended = true;
    this.#reason = reason;
    this.#take();
    this.call.abort(reason);
    this.#granted?.();
    this.#waits.endAll();
    letGo(this.source, (error) => this.#late(error), this.#iterator);
  }

  #take(): unknown[] {
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    if (this.#flush !== undefined) clearImmediate(this.#flush);
    this.#flush = undefined;
    return items;
  }

  #logFailure(error: unknown): void {
    const { call, outlet } = this;
    const line = `The stream of ${call.method} failed (${call.sender.id})`;
    if (error instanceof RpcError) outlet.logger.debug(`${line}: ${error.code}: ${error.message}`);
    else outlet.logger.error(line, error ?? new Error(`${call.method} threw ${error}`));
  }

  /** Most handlers fail with what their signal fired with, which says nothing new. */
  #late(error: unknown): void {
    if (error === this.#reason) return;
    const { call, outlet } = this;
    outlet.logger.debug(`${call.method} failed after its stream had ended (${call.sender.id})`, error);
  }
}

/** Lets other work run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
