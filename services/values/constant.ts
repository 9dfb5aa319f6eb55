import { isArrayBuffer, isDate, isMap, isNativeError, isProxy, isRegExp, isSet } from "node:util/types";
import { RpcError } from "../../decorators/index.js";
import { getterOf, hasNoMethods, NotPlain, plainBytes, plainError } from "./plain.js";

/** What is frozen through and through, and so may be shared. */
const constants = new WeakSet<object>();

/** The longest list there may be; no longer one could be kept. */
const MAX_LENGTH = 16 * 1024 * 1024;

/**
 * A value as plain data that nobody can change: the value itself when it is that already, else a copy, frozen
 * through and through. What JavaScript cannot freeze (bytes, dates, maps, sets, regular expressions) is copied at
 * each call, so a caller shares these with nobody else.
 *
 * As in a structured clone, what is not enumerable, symbols as keys, and classes are left out; so are names that a
 * list has.
 *
 * @param name What the value is called in an error.
 * @throws RpcError `NOT_SERIALIZABLE` for what is not plain data, with its place in `data.path`.
 */
export function constantOf<Value>(value: Value, name: string): Value {
  if (isConstant(value)) return value;
  try {
    return new Copying().copy(value) as Value;
  } catch (error) {
    if (error instanceof NotPlain) throw refusal(name + error.place, error.reason);
    if (error instanceof RangeError) throw refusal(name, "nested too deeply");
    throw error;
  }
}

/**
 * A new object with the same properties, the value of each as `constantOf` has it: what one of several consumers is
 * given.
 */
export function withConstants<Values extends object>(values: Values, name: string): Values {
  const given = { ...values };
  for (const [key, value] of Object.entries(values)) {
    if (!isConstant(value)) Object.defineProperty(given, key, { value: constantOf(value, `${name}.${key}`) });
  }
  return given;
}

function isConstant(value: unknown): boolean {
  if (typeof value === "object") return value === null || constants.has(value);
  return typeof value !== "function" && typeof value !== "symbol";
}

const refusal = (path: string, reason: string): RpcError =>
  new RpcError("NOT_SERIALIZABLE", `${path} is not plain data: ${reason}`, { data: { path } });

/** The copying of one value. What is met twice is copied once, so that it ends in a cycle. */
class Copying {
  readonly #copies = new Map<object, object>();
  /** How often something was met that is not a constant. */
  #changeable = 0;

  copy(value: unknown): unknown {
    if (isConstant(value)) return value;
    if (typeof value !== "object" || value === null) throw new NotPlain(typeof value);
    const copied = this.#copies.get(value);
    if (copied === undefined) return this.#copyOf(value);
    // Where a cycle closes it is not one yet, which costs no more than another copy some day.
    if (!constants.has(copied)) this.#changeable++;
    return copied;
  }

  #copyOf(source: object): object {
    if (isProxy(source)) throw new NotPlain("Proxy");
    if (Array.isArray(source)) return this.#list(source);
    const prototype = Object.getPrototypeOf(source);
    if (prototype === Object.prototype || prototype === null)
      return this.#object(source as Record<string, unknown>);
    if (isMap(source)) return this.#map(source);
    if (isSet(source)) return this.#set(source);
    if (isNativeError(source)) return this.#error(source);
    if (isDate(source)) return this.#changeableCopy(source, new Date(Date.prototype.getTime.call(source)));
    if (isRegExp(source)) return this.#changeableCopy(source, new RegExp(source.source, source.flags));
    if (isArrayBuffer(source) || ArrayBuffer.isView(source)) {
      return this.#changeableCopy(source, plainBytes(source));
    }
    if (hasNoMethods(source)) return this.#object(source as Record<string, unknown>);
    throw new NotPlain("instance of a class");
  }

  #list(source: readonly unknown[]): object {
    if (source.length > MAX_LENGTH) throw new NotPlain(`longer than ${MAX_LENGTH}`);
    const copy: unknown[] = [];
    this.#copies.set(source, copy);
    const before = this.#changeable;
    for (let index = 0; index < source.length; index++) {
      if (getterOf(source, index) !== undefined) throw new NotPlain("accessor").inside(index);
      copy.push(this.#part(source[index], index));
    }
    return this.#frozen(copy, before);
  }

  #object(source: Record<string, unknown>): object {
    const copy: Record<string, unknown> = {};
    this.#copies.set(source, copy);
    const before = this.#changeable;
    for (const name of Object.keys(source)) {
      if (getterOf(source, name) !== undefined) throw new NotPlain("accessor").inside(name);
      const value = this.#part(source[name], name);
      // What objects inherit under this name would take it for itself.
      if (name in copy) Object.defineProperty(copy, name, { value, enumerable: true });
      else copy[name] = value;
    }
    return this.#frozen(copy, before);
  }

  #map(source: ReadonlyMap<unknown, unknown>): object {
    const copy = this.#changeableCopy(source, new Map<unknown, unknown>());
    let index = 0;
    for (const [key, value] of Map.prototype.entries.call(source)) {
      copy.set(this.#part(key, index), this.#part(value, index));
      index++;
    }
    return copy;
  }

  #set(source: ReadonlySet<unknown>): object {
    const copy = this.#changeableCopy(source, new Set<unknown>());
    let index = 0;
    for (const value of Set.prototype.values.call(source)) copy.add(this.#part(value, index++));
    return copy;
  }

  #error(source: Error): object {
    const copy = plainError(source);
    this.#copies.set(source, copy).set(copy, copy);
    const before = this.#changeable;
    if (Object.hasOwn(copy, "cause")) {
      Object.defineProperty(copy, "cause", { value: this.#part(copy.cause, "cause") });
    }
    return this.#frozen(copy, before);
  }

  #part(value: unknown, place: string | number): unknown {
    try {
      return this.copy(value);
    } catch (error) {
      throw error instanceof NotPlain ? error.inside(place) : error;
    }
  }

  #changeableCopy<Copy extends object>(source: object, copy: Copy): Copy {
    this.#changeable++;
    this.#copies.set(source, copy);
    return copy;
  }

  /** @param before How much that is not a constant had been met before the inside of the copy. */
  #frozen(copy: object, before: number): object {
    Object.freeze(copy);
    if (this.#changeable === before) constants.add(copy);
    return copy;
  }
}
