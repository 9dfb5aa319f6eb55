import fc from "fast-check";

/** Draws for what a test makes step by step. */
export interface Choose {
  /** True once in so many times. */
  once(inSo: number): boolean;
  /** True seldom. */
  rarely(): boolean;
  /** A whole number from 0. */
  upTo(most: number): number;
  from<Item>(items: readonly Item[]): Item;
}

const evenly = (max: number) => fc.noBias(fc.nat({ max }));

/** Draws of fast-check's, so that it can repeat them. */
export const choices = fc.gen().map(
  (draw): Choose => ({
    once: (inSo) => draw(evenly, inSo - 1) === 0,
    rarely: () => draw(evenly, 39) === 0,
    upTo: (most) => draw(evenly, most),
    from: (items) => items[draw(evenly, items.length - 1)] as never,
  }),
);
