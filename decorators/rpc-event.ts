import type { Class, RpcEventOptions } from "./metadata.js";
import { declareOnce, ownEvents } from "./metadata.js";
import { misuse, refuseStandardDecorator } from "./misuse.js";
import { nameProblem } from "./names.js";
import type { RpcSender } from "./rpc-call.js";

/**
 * An event in a service's interface. The service fills it with an `RpcEmitter`; the client sees
 * `(listener) => unsubscribe`.
 */
export interface RpcEvent<T> {
  subscribe(listener: (value: T) => void): () => void;
}

/**
 * Lets clients listen to an `RpcEmitter` property as `domain.property`. Written `@RpcEvent` or
 * `@RpcEvent(options)`.
 *
 * @throws TypeError on a static or symbol-named property, a reserved name and a second application.
 */
export function RpcEvent(target: object, key: string | symbol): void;
/**
 * The form with parentheses, with or without options: `@RpcEvent({ replay: "last" })`.
 *
 * @throws TypeError as `@RpcEvent` does, when it is applied.
 */
export function RpcEvent(options?: RpcEventOptions): PropertyDecorator;
export function RpcEvent(
  targetOrOptions: object | RpcEventOptions = {},
  key?: string | symbol,
): PropertyDecorator | undefined {
  if (key !== undefined) {
    declareEvent(targetOrOptions, key, {});
    return undefined;
  }
  return (target, name) => declareEvent(target, name, targetOrOptions);
}

function declareEvent(target: object, key: string | symbol, options: RpcEventOptions): void {
  refuseStandardDecorator("RpcEvent", key);
  const refused = (why: string) => misuse("RpcEvent", target, key, why);
  if (typeof target === "function") {
    throw refused("a static property has no service; make it an instance property");
  }
  if (typeof key === "symbol")
    throw refused("a symbol has no name on the wire; name the property with a string");
  const name = options.name ?? key;
  const problem = nameProblem("event", name);
  if (problem !== undefined) throw refused(problem);
  declareOnce(ownEvents(target.constructor as Class), name, { key, options }, refused);
}

/** Who among the listeners an emitted value is for. */
export interface RpcEmitOptions {
  /** Only the listeners of this sender, e.g. `call.sender`; it is not replayed. Default: every listener. */
  to?: RpcSender;
}

type Delivery<T> = (value: T, options: RpcEmitOptions) => void;

/**
 * What a service emits an event with. Values must survive the structured clone algorithm.
 * A listener that throws does not keep the value from the others; its error shows as an unhandled rejection.
 */
export class RpcEmitter<T> implements RpcEvent<T> {
  readonly #listeners = new Set<Delivery<T>>();
  #last: { value: T; options: RpcEmitOptions } | undefined;

  /** Gives `value` to every listener, in the order they came; to none that stopped listening meanwhile. */
  emit(value: T, options: RpcEmitOptions = {}): void {
    if (options.to === undefined) this.#last = { value, options };
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener(value, options);
      } catch (error) {
        void Promise.reject(error);
      }
    }
  }

  /** Listens in this process; a listener also learns whom a value is for. Returns the way to stop. */
  subscribe(listener: Delivery<T>): () => void {
    // A wrapper of its own, so one function may listen twice and each stop only itself.
    const delivery: Delivery<T> = (value, options) => listener(value, options);
    this.#listeners.add(delivery);
    return () => {
      this.#listeners.delete(delivery);
    };
  }

  /**
   * The latest value that was for every listener, which is what `replay` gives a new one; nothing before the
   * first. One that was for a single sender is never replayed.
   */
  get last(): { value: T; options: RpcEmitOptions } | undefined {
    return this.#last;
  }

  /** How many listen now. */
  get listenerCount(): number {
    return this.#listeners.size;
  }
}
