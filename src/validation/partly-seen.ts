/** A collection of nested DTOs of which the libraries need not see all: some are valid, or too many to be made. */
export interface PartlySeen {
  collection: unknown[] | Set<unknown> | Map<unknown, unknown>;
  elements: readonly unknown[];
  /** By which an element is named: its index, or its key in a Map. */
  keys: readonly unknown[] | undefined;
  /** The indexes of those that the libraries shall see. */
  seen: readonly number[];
}

/** Whether there is something to hide. */
export const isPartlySeen = ({ elements, seen }: PartlySeen): boolean => seen.length < elements.length;

/**
 * Hides from class-validator's walk through nested DTOs what it shall not see. It takes the `forEach` of an array or a
 * Map for that, and an array of a Set's elements, of which it passes over the undefined; it indexes neither.
 *
 * @returns Shows it again.
 */
export function hideSeen(collections: readonly PartlySeen[]): () => void {
  for (const { collection, elements, keys, seen } of collections) {
    if (collection instanceof Set) {
      const shown = new Set(seen.map((index) => elements[index]));
      define(collection, Symbol.iterator, function* () {
        for (const element of collection.values()) yield shown.has(element) ? element : undefined;
      });
    } else {
      define(collection, "forEach", (visit: (element: unknown, key: unknown) => void) => {
        for (const index of seen) visit(elements[index], keys ? keys[index] : index);
      });
    }
  }
  return () => {
    for (const { collection } of collections) {
      Reflect.deleteProperty(collection, collection instanceof Set ? Symbol.iterator : "forEach");
    }
  };
}

const define = (collection: object, name: PropertyKey, value: unknown): void =>
  void Object.defineProperty(collection, name, { value, configurable: true });
