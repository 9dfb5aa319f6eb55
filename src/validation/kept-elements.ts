import type { AcceptorOf } from "./acceptor.js";

/**
 * The elements that were accepted of collections with one that was not. An explanation looks into such a collection
 * again, and into those inside it: without this, it would walk each element as often as there are collections around.
 */
export class KeptElements {
  readonly #kept = new Map<object, { acceptor: AcceptorOf; elements: readonly unknown[] }>();

  /** @param elements All before the first of which the acceptor was not sure. */
  keep(collection: object, acceptor: AcceptorOf, elements: readonly unknown[]): void {
    this.#kept.set(collection, { acceptor, elements });
  }

  /** Those of a collection, once: where it stands a second time, its instances are others. */
  take(collection: object, acceptor: AcceptorOf): readonly unknown[] | undefined {
    const kept = this.#kept.get(collection);
    if (kept?.acceptor !== acceptor) return undefined;
    this.#kept.delete(collection);
    return kept.elements;
  }
}
