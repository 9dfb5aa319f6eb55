import type { RpcSender } from "../../../decorators/rpc-call.js";
import type { RpcEmitOptions } from "../../../decorators/rpc-event.js";
import type { EventSource } from "../router.js";

/** A subscription and, once its emitter is found, the way to end it. */
interface Subscription {
  opened?: Promise<boolean>;
  stop?: () => void;
}

/** How long calls wait for a subscription to be made, in milliseconds: a guard may never answer. */
const PATIENCE_MS = 1_000;

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
   * Delivers what an event's emitter emits to this session's sender; a second subscription shares
   * the first one's outcome, and one that is removed before its emitter is found never begins.
   *
   * @returns whether the event replays: a listener that comes later is to be given the latest value too.
   */
  add(event: string, find: () => Promise<EventSource>): Promise<boolean> {
    const active = this.#active.get(event);
    if (active?.opened !== undefined) return active.opened;
    const subscription: Subscription = {};
    this.#active.set(event, subscription);
    const opened = this.#open(event, subscription, find);
    const opening = settledWithin(PATIENCE_MS, opened).finally(() => this.#opening.delete(opening));
    this.#opening.add(opening);
    subscription.opened = opened;
    return opened;
  }

  /**
   * Subscriptions still being made: a call that came after them waits, or the event it causes would be lost.
   * It waits for none longer than a second.
   */
  get opening(): Promise<unknown> | undefined {
    return this.#opening.size === 0 ? undefined : Promise.all(this.#opening);
  }

  async #open(event: string, subscription: Subscription, find: () => Promise<EventSource>): Promise<boolean> {
    try {
      const { emitter, replay } = await find();
      if (this.#active.get(event) !== subscription) return replay;
      const listener = (value: unknown, { to }: RpcEmitOptions) => {
        if (to === undefined || to.id === this.sender.id) this.deliver(event, value);
      };
      subscription.stop = emitter.subscribe(listener);
      if (replay && emitter.last !== undefined) listener(emitter.last.value, emitter.last.options);
      return replay;
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

/** Resolves when the promise has settled, or after so many milliseconds. */
function settledWithin(ms: number, promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(settle, settle);
  });
}
