/** A name like any other: what a hostile one brings about is compared with what this one does. */
export const HARMLESS = "zq7xharmless";

/** Keys through which data could reach a prototype: wherever they stand for a key they may be refused. */
export const PROTOTYPE_KEYS: readonly string[] = ["__proto__", "constructor", "prototype"];

const ERRORS = [
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/** Every name that a plain object, a function or an error finds without having it, or has by birth. */
export const HOSTILE_NAMES: readonly string[] = [
  ...new Set([
    ...PROTOTYPE_KEYS,
    ...Object.getOwnPropertyNames(Object.prototype),
    ...Object.getOwnPropertyNames(Function.prototype),
    ...ERRORS.flatMap((type) => [
      ...Object.getOwnPropertyNames(type.prototype),
      ...Object.getOwnPropertyNames(type),
    ]),
    "stack",
    "cause",
    "errors",
    "then",
    "toJSON",
  ]),
];
