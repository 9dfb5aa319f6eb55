import { isMap, isNativeError, isSet, isStringObject } from "node:util/types";
import type { PayloadLimits } from "../../../decorators/metadata.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import { invalidParams } from "./issue.js";

export const DEFAULT_PAYLOAD_LIMITS: PayloadLimits = {
  maxDepth: 64,
  maxArrayLength: 100_000,
  maxNodes: 500_000,
  maxStringLength: 16 * 1024 * 1024,
};

/** Keys through which data could reach an object's prototype. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Refuses parameters that are too deep, too long, too many or aimed at a prototype, before anything is made
 * of them. Whatever a clone carries counts: the members of an error, its causes too, and those of a list that
 * are not its elements. The key of a Map is data, whatever its name is. A cycle is followed once; what is
 * shared counts each time it is met.
 *
 * @throws RpcError PAYLOAD_TOO_LARGE with `data` { limit, name, path }; INVALID_PARAMS for prototype keys.
 */
export function checkPayload(params: readonly unknown[], limits: PayloadLimits): void {
  if (params.some((value) => typeof value === "object" || typeof value === "string")) {
    new PayloadWalk(limits).through(params);
  }
}

class PayloadWalk {
  #nodes = 0;
  /** Keys from the parameters down to where the walk is. */
  readonly #trail: (string | number)[] = [];
  /** The objects along the trail. */
  readonly #ancestors: object[] = [];

  constructor(readonly limits: PayloadLimits) {}

  /** The list of parameters is not a value itself: a handler sees its elements alone. */
  through(params: readonly unknown[]): void {
    this.#ancestors.push(params);
    this.#length(params.length);
    this.#elements(params);
  }

  #visit(value: unknown): void {
    if (++this.#nodes > this.limits.maxNodes) this.#exceeded("maxNodes");
    if (typeof value === "string") this.#text(value);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    if (this.#ancestors.includes(value)) return;
    if (this.#trail.length > this.limits.maxDepth) this.#exceeded("maxDepth");
    this.#ancestors.push(value);
    this.#inside(value);
    this.#ancestors.pop();
  }

  #inside(value: object): void {
    if (Array.isArray(value)) this.#list(value);
    else if (Object.getPrototypeOf(value) === Object.prototype) this.#members(value, Object.keys(value));
    else this.#instance(value);
  }

  #list(list: readonly unknown[]): void {
    this.#length(list.length);
    const elements = this.#elements(list);
    // To count the values of a list is fast; to name its keys is not.
    if (Object.values(list).length > elements) this.#members(list, Object.keys(list).slice(elements));
  }

  #instance(value: object): void {
    if (isStringObject(value)) {
      // Each of its characters would be a member.
      this.#text(String.prototype.valueOf.call(value));
      return;
    }
    if (isSet(value) || isMap(value)) {
      this.#length(value.size);
      this.#elements(isMap(value) ? [...value].flat() : [...value]);
    }
    // Those of an error are not enumerable.
    this.#members(value, isNativeError(value) ? Object.getOwnPropertyNames(value) : Object.keys(value));
  }

  /** @returns How many there are, without the holes. */
  #elements(values: readonly unknown[]): number {
    let present = 0;
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      if (value !== undefined || Object.hasOwn(values, index)) present++;
      this.#enter(index, value);
    }
    return present;
  }

  #members(holder: object, keys: readonly string[]): void {
    for (const key of keys) {
      if (PROTOTYPE_KEYS.has(key)) {
        const path = `${this.#path()}.${key}`;
        throw invalidParams([{ path, constraint: "prototypeKey", message: "must not be a prototype's key" }]);
      }
      this.#text(key);
      this.#enter(key, (holder as Record<string, unknown>)[key]);
    }
  }

  #length(length: number): void {
    if (length > this.limits.maxArrayLength) this.#exceeded("maxArrayLength");
  }

  #text(text: string): void {
    if (text.length > this.limits.maxStringLength) this.#exceeded("maxStringLength");
  }

  #enter(key: string | number, value: unknown): void {
    this.#trail.push(key);
    this.#visit(value);
    this.#trail.pop();
  }

  #path(): string {
    return `params${this.#trail.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("")}`;
  }

  #exceeded(name: keyof PayloadLimits): never {
    const limit = this.limits[name];
    const path = this.#path();
    throw new RpcError("PAYLOAD_TOO_LARGE", `${path} exceeds ${name} (${limit})`, {
      data: { limit, name, path },
    });
  }
}
