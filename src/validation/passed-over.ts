/** A property of the data that is not one of the instance made of it. */
export interface PassedOver {
  /** From the data down to the property. */
  path: readonly (string | number)[];
  name: string;
}

/**
 * The properties that class-transformer leaves out without a word: those named as something that the instance
 * inherits, a method of its class or `toString`. class-validator sees the instance alone, and takes such a name for
 * one that its class declares.
 *
 * @param data What the instance was made of.
 */
export function* passedOver(data: unknown, instance: unknown): Generator<PassedOver> {
  yield* compare(data, instance, [], new Set());
}

function* compare(
  data: unknown,
  instance: unknown,
  path: readonly (string | number)[],
  seen: Set<unknown>,
): Generator<PassedOver> {
  // What was handed over as it came has lost nothing.
  if (!isObject(data) || !isObject(instance) || data === instance || seen.has(data)) return;
  seen.add(data);
  if (Array.isArray(data)) {
    if (!Array.isArray(instance)) return;
    for (const [index, member] of data.entries()) {
      yield* compare(member, instance[index], [...path, index], seen);
    }
    return;
  }
  for (const name of Object.keys(data)) {
    if (Object.hasOwn(instance, name)) {
      yield* compare(Reflect.get(data, name), Reflect.get(instance, name), [...path, name], seen);
    } else if (name in instance && !isSettable(instance, name)) {
      yield { path, name };
    }
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether a class takes the property by a setter. */
function isSettable(instance: object, name: string): boolean {
  for (let at = instance; at !== null; at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, name);
    if (property !== undefined) return property.set !== undefined && at !== Object.prototype;
  }
  return false;
}
