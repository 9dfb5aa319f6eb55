/** A built-in function that may be called in this process. */
export interface PlainFunction {
  /** The most arguments that are reviewed. */
  arity: number;
  /** How many times as large as its arguments its value can be, and its work. */
  growth: number;
  /** Whether its value is a number or a boolean, whatever it is given. */
  isSmall: boolean;
  /** Which argument, from 0, must be a text that stands in the expression, as the value's size depends on it. */
  literalAt?: number;
}

const small = (arity: number): PlainFunction => ({ arity, growth: 1, isSmall: true });
const part = (arity: number): PlainFunction => ({ arity, growth: 1, isSmall: false });

/** JSON writes six characters for some, and a text in a text in a text is escaped again. */
const STRING_GROWTH = 12;

/** Upper case writes up to three characters for one. */
const CASE_GROWTH = 3;

/**
 * The built-ins that are pure, take no function, search by no regular expression, and give and need no more than
 * in proportion to what they are given. All others are called where an expression meets nothing of this process.
 */
const FUNCTIONS: ReadonlyMap<unknown, PlainFunction> = new Map<unknown, PlainFunction>([
  ["abs", small(1)],
  ["append", part(2)],
  ["average", small(1)],
  ["boolean", small(1)],
  ["ceil", small(1)],
  ["contains", small(2)],
  ["count", small(1)],
  ["exists", small(1)],
  ["floor", small(1)],
  ["join", { arity: 2, growth: 2, isSmall: false, literalAt: 1 }],
  ["keys", part(1)],
  ["length", small(1)],
  ["lookup", part(2)],
  ["lowercase", { arity: 1, growth: CASE_GROWTH, isSmall: false }],
  ["max", small(1)],
  ["min", small(1)],
  ["not", small(1)],
  ["number", small(1)],
  ["power", small(2)],
  ["reverse", part(1)],
  ["round", small(2)],
  ["split", { arity: 2, growth: 2, isSmall: false, literalAt: 1 }],
  ["sqrt", small(1)],
  ["string", { arity: 1, growth: STRING_GROWTH, isSmall: false }],
  ["substring", part(3)],
  ["substringAfter", part(2)],
  ["substringBefore", part(2)],
  ["sum", small(1)],
  ["trim", part(1)],
  ["type", { arity: 1, growth: 10, isSmall: false }],
  ["uppercase", { arity: 1, growth: CASE_GROWTH, isSmall: false }],
]);

export const plainFunction = (name: unknown): PlainFunction | undefined => FUNCTIONS.get(name);
