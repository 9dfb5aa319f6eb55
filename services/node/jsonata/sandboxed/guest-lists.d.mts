/** What the library calls its functions on. */
interface Focus {
  /** A list that, when it ends up with one member, becomes that member. */
  createSequence(): unknown[];
}

/**
 * Others in the place of those of the library's functions whose time grows with the square of what they are given.
 * Their text is taken into the engine, as `guest`'s is.
 *
 * @param identityOf What two stand-ins that are equal have in common; undefined for anything else.
 * @param isFunction Whether a value is a function, of the library or of an expression.
 */
export function listFunctions(
  identityOf: (value: object) => unknown,
  isFunction: (value: unknown) => boolean,
): {
  /** `$spread`: each property an object of its own. */
  spread(this: Focus, value: unknown): unknown;
  /** `$distinct`: the first of each members that are equal. */
  distinct(this: Focus, list: unknown): unknown;
  /** `$sort`: numbers or texts as they are, anything by a function that says whether the left goes after the right. */
  sort(
    this: Focus,
    list: readonly unknown[] | undefined,
    comparator: ((left: unknown, right: unknown) => unknown) | undefined,
  ): Promise<readonly unknown[] | undefined>;
};
