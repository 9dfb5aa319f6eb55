import { isArrayBuffer, isDate, isMap, isNativeError, isProxy, isRegExp, isSet } from "node:util/types";
import { RpcError } from "../../decorators/index.js";
import { messageOf } from "./message-of.js";
import { getterOf, hasNoMethods, NotPlain, plainBytes, plainError } from "./plain.js";

/** What is frozen through and through, and so may be shared; with how many values there are in it. */
const constants = new WeakMap<object, number>();

/**
 * How many values there may be in one. What is in it twice counts twice, as it would be written: lists that hold one
 * another, each twice, take little memory and no end of time.
 */
const MAX_VALUES = 8 * 1024 * 1024;

/** Characters of a place that an error repeats. */
const MAX_PLACE = 200;

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
    // Such as bytes whose memory is gone.
    throw refusal(name, messageOf(error));
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

function refusal(whole: string, reason: string): RpcError {
  const path = whole.length > MAX_PLACE ? `${whole.slice(0, MAX_PLACE)}...` : whole;
  return new RpcError("NOT_SERIALIZABLE", `${path} is not plain data: ${reason}`, { data: { path } });
}

/** The copying of one value. What is met twice is copied once, so that it ends in a cycle. */
class Copying {
  readonly #copies = new Map<object, object>();
  /** Of what has been copied, how many values there are in it. */
  readonly #sizes = new Map<object, number>();
  /** How many errors there are whose cause is being copied. */
  #causes = 0;
  /** How often something was met that is not a constant. */
  #changeable = 0;
  /** How many values were met. */
  #values = 0;

  copy(value: unknown): unknown {
    this.#count(constants.get(value as object) ?? 1);
    if (isConstant(value)) return value;
    if (typeof value !== "object" || value === null) throw new NotPlain(typeof value);
    const copied = this.#copies.get(value);
    if (copied === undefined) return this.#sized(value);
    const size = this.#sizes.get(copied);
    // V8 could write it, but not read it again.
    if (size === undefined && this.#causes > 0) throw new NotPlain("an Error whose cause leads back to it");
    this.#count(size ?? 0);
    // Where a cycle closes it is not one yet, which costs no more than another copy some day.
    if (!constants.has(copied)) this.#changeable++;
    return copied;
  }

  #count(values: number): void {
    this.#values += values;
    if (this.#values > MAX_VALUES) throw new NotPlain(`more than ${MAX_VALUES} values`);
  }

  #sized(source: object): object {
    const before = this.#values;
    const copy = this.#copyOf(source);
    const inside = this.#values - before;
    this.#sizes.set(copy, inside);
    if (constants.has(copy)) constants.set(copy, inside + 1);
    return copy;
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
    // The language itself knows a pattern and its flags, whatever properties it has been given.
    if (isRegExp(source)) return this.#changeableCopy(source, new RegExp(source));
    if (isArrayBuffer(source) || ArrayBuffer.isView(source)) {
      return this.#changeableCopy(source, plainBytes(source));
    }
    if (hasNoMethods(source)) return this.#object(source as Record<string, unknown>);
    throw new NotPlain("instance of a class");
  }

  #list(source: readonly unknown[]): object {
    if (source.length > MAX_VALUES) throw new NotPlain(`more than ${MAX_VALUES} values`);
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
    this.#copies.set(source, copy);
    const before = this.#changeable;
    const cause = Object.getOwnPropertyDescriptor(source, "cause");
    if (cause?.get !== undefined) throw new NotPlain("accessor").inside("cause");
    if (cause !== undefined) {
      this.#causes++;
      Object.defineProperty(copy, "cause", { value: this.#part(cause.value, "cause") });
      this.#causes--;
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
    if (this.#changeable === before) constants.set(copy, 1);
    return copy;
  }
}
