/** A decorator in a place where it cannot work: says which, where, why and what to do. */
export function misuse(decorator: string, target: object, key: string | symbol, why: string): TypeError {
  const className = typeof target === "function" ? target.name : target.constructor.name;
  return new TypeError(`@${decorator} on ${className}.${String(key)}: ${why}`);
}
