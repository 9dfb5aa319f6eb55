/** The name of what the library compares two of them by. */
const IDENTITY = "\0identity";

/**
 * Stands for data that JSON does not have (a Date, bytes, a Map), which an expression can compare and hand on but
 * not look into.
 */
export class StandIn {
  readonly #toJSON: () => unknown;

  /**
   * @param identity What two that are equal have in common.
   * @param toJSON Its form in JSON; throws when it has none.
   */
  constructor(identity: unknown, toJSON: () => unknown) {
    // Not listed, so that an expression has no name for it.
    Object.defineProperty(this, IDENTITY, { value: identity });
    this.#toJSON = toJSON;
  }

  toJSON(): unknown {
    return this.#toJSON();
  }
}
