import type { RpcSender } from "../../../decorators/rpc-call.js";
import type { RpcEmitter } from "../../../decorators/rpc-event.js";

/** The way to end a subscription, once its emitter is found. */
interface Subscription {
  stop?: () => void;
}

/** What one session listens to: one subscription an event, however many listeners its page has. */
export class Subscriptions {
  readonly #active = new Map<string, Subscription>();
  readonly #opening = new Set<Promise<void>>();

  constructor(
    readonly sender: RpcSender,
    readonly deliver: (event: string, payload: unknown) => void,
  ) {}

  get size(): number {
    return this.#active.size;
  }

  /**
   * Delivers what an event's emitter emits to this session's sender; a second subscription changes nothing,
   * and one that is removed before its emitter is found never begins.
   */
  add(event: string, findEmitter: () => Promise<RpcEmitter<unknown>>): Promise<void> {
    if (this.#active.has(event)) return Promise.resolve();
    const opening = this.#open(event, findEmitter).finally(() => this.#opening.delete(opening));
    this.#opening.add(opening);
    return opening;
  }

  /** Subscriptions still being made: a call that came after them waits, or the event it causes would be lost. */
  get opening(): Promise<unknown> | undefined {
    return this.#opening.size === 0 ? undefined : Promise.allSettled(this.#opening);
  }

  async #open(event: string, findEmitter: () => Promise<RpcEmitter<unknown>>): Promise<void> {
    const subscription: Subscription = {};
    this.#active.set(event, subscription);
    try {
      const emitter = await findEmitter();
      if (this.#active.get(event) !== subscription) return;
      subscription.stop = emitter.subscribe((value, { to }) => {
        if (to === undefined || to.id === this.sender.id) this.deliver(event, value);
      });
    } catch (error) {
      if (this.#active.get(event) === subscription) this.#active.delete(event);
      throw error;
    }
  }

  remove(event: string): void {
    this.#active.get(event)?.stop?.();
    this.#active.delete(event);
  }

  clear(): void {
    for (const event of [...this.#active.keys()]) this.remove(event);
  }
}
