import { isMap, isNativeError, isSet, isStringObject } from "node:util/types";
import type { PayloadLimits } from "../../decorators/metadata.js";
import { RpcError } from "../../decorators/rpc-error.js";
import { invalidParams } from "./issue.js";
import type { KeptElements } from "./kept-elements.js";

/** The limits of parameters where neither the server nor the method says otherwise. */
export const DEFAULT_PAYLOAD_LIMITS: Readonly<PayloadLimits> = Object.freeze({
  maxDepth: 64,
  maxArrayLength: 100_000,
  maxNodes: 500_000,
  maxStringLength: 16 * 1024 * 1024,
});

/** Keys through which data could reach an object's prototype. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

export const isPrototypeKey = (key: string): boolean => PROTOTYPE_KEYS.has(key);

/**
 * Refuses parameters that are too deep, too long, too many or aimed at a prototype, before anything is made
 * of them. Whatever a clone carries counts: the members of an error, its causes too, and those of a list that
 * are not its elements. The key of a Map is data, whatever its name is. A cycle is followed once; what is
 * shared counts each time it is met.
 *
 * @param params All values of one call, which the paths in errors name `params[0]` and so on.
 * @throws RpcError PAYLOAD_TOO_LARGE with `data` { limit, name, path }; INVALID_PARAMS for prototype keys.
 */
export function checkPayload(params: readonly unknown[], limits: PayloadLimits): void {
  // Nearly every call passes the walk that does not look for cycles; the other says what is wrong, if anything is.
  if (!new PayloadWalk(limits).list(params, 0)) {
    const walk = new PayloadWalk(limits, []);
    if (!walk.list(params, 0)) throw walk.refusal();
  }
}

type Refusal = { limit: keyof PayloadLimits } | { key: string };

/**
 * Looks through values and counts them, against one budget. Each method tells whether the limits hold for what is
 * inside a value, which its holder has counted.
 */
export class PayloadWalk {
  readonly maxDepth: number;
  readonly maxArrayLength: number;
  readonly maxStringLength: number;
  /** How many values there may yet be. */
  #nodes: number;
  #refusal: Refusal | undefined;
  /** From where the refusal was, upwards. */
  readonly #trail: (string | number)[] = [];

  /**
   * @param around Where to keep the objects around the value at hand. Without, a cycle is too deep.
   * @param kept What an acceptor on the walk keeps of its work for an explanation, where it is not sure in the end.
   */
  constructor(
    readonly limits: PayloadLimits,
    readonly around?: object[],
    readonly kept?: KeptElements,
  ) {
    this.maxDepth = limits.maxDepth;
    this.maxArrayLength = limits.maxArrayLength;
    this.maxStringLength = limits.maxStringLength;
    this.#nodes = limits.maxNodes;
  }

  /** Counts values. */
  count(values: number): boolean {
    this.#nodes -= values;
    return this.#nodes >= 0 || this.#refuse({ limit: "maxNodes" });
  }

  /** @param depth How many holders are around the value, the list of parameters among them. */
  inside(value: unknown, depth: number): boolean {
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
    const { around } = this;
    if (around?.includes(value)) return true;
    if (depth > this.maxDepth) return this.#refuse({ limit: "maxDepth" });
    around?.push(value);
    const holds = this.#object(value, depth);
    around?.pop();
    return holds;
  }

  text(text: string): boolean {
    return text.length <= this.maxStringLength || this.#refuse({ limit: "maxStringLength" });
  }

  list(list: readonly unknown[], depth: number): boolean {
    const { length } = list;
    if (length > this.maxArrayLength) return this.#refuse({ limit: "maxArrayLength" });
    let present = 0;
    for (let index = 0; index < length; index++) {
      const value = list[index];
      if (value !== undefined || Object.hasOwn(list, index)) present++;
      if (!this.#value(index, value, depth)) return false;
    }
    // To count the values of a list is fast; to name its keys is not.
    return (
      Object.values(list).length === present || this.#members(list, Object.keys(list).slice(present), depth)
    );
  }

  /** Why a method returned false. */
  refusal(): RpcError {
    const path = this.#trail.reduceRight<string>(
      (at, key) => `${at}${typeof key === "number" ? `[${key}]` : `.${key}`}`,
      "params",
    );
    const refusal = this.#refusal as Refusal;
    if ("key" in refusal) {
      return invalidParams([
        {
          path: `${path}.${refusal.key}`,
          constraint: "prototypeKey",
          message: "must not be a prototype's key",
        },
      ]);
    }
    const { limit: name } = refusal;
    const limit = this.limits[name];
    const data = { limit, name, path };
    return new RpcError("PAYLOAD_TOO_LARGE", `${path} exceeds ${name} (${limit})`, { data });
  }

  #object(value: object, depth: number): boolean {
    if (Array.isArray(value)) return this.list(value, depth);
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null
      ? this.#record(value as Record<string, unknown>, depth)
      : this.#instance(value, depth);
  }

  #record(record: Record<string, unknown>, depth: number): boolean {
    for (const key in record) if (!this.#member(record, key, depth)) return false;
    return true;
  }

  #instance(value: object, depth: number): boolean {
    // Each of its characters would be a member.
    if (isStringObject(value)) return this.text(String.prototype.valueOf.call(value));
    if (isSet(value) || isMap(value)) {
      if (value.size > this.maxArrayLength) return this.#refuse({ limit: "maxArrayLength" });
      let index = 0;
      for (const element of isMap(value) ? [...value].flat() : value) {
        if (!this.#value(index++, element, depth)) return false;
      }
    }
    // Those of an error are not enumerable.
    const keys = isNativeError(value) ? Object.getOwnPropertyNames(value) : Object.keys(value);
    return this.#members(value, keys, depth);
  }

  #members(holder: object, keys: readonly string[], depth: number): boolean {
    return keys.every((key) => this.#member(holder, key, depth));
  }

  #member(holder: object, key: string, depth: number): boolean {
    if (isPrototypeKey(key)) return this.#refuse({ key });
    return this.text(key) && this.#value(key, (holder as Record<string, unknown>)[key], depth);
  }

  #value(key: string | number, value: unknown, depth: number): boolean {
    if (this.count(1) && this.inside(value, depth + 1)) return true;
    this.#trail.push(key);
    return false;
  }

  #refuse(refusal: Refusal): false {
    this.#refusal = refusal;
    return false;
  }
}
