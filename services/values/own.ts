/**
 * What an object has of its own under a name, for names that come from a caller, a file, a database or a node:
 * what it inherits, such as `constructor` and `__proto__`, is not data. Absent objects have nothing.
 */
export function own<Value>(
  object: Readonly<Record<string, Value>> | null | undefined,
  name: string,
): Value | undefined {
  return object != null && Object.hasOwn(object, name) ? object[name] : undefined;
}
