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
 * of them. A cycle is followed once; what is shared counts each time it is met.
 *
 * @throws RpcError PAYLOAD_TOO_LARGE with `data` { limit, name, path }; INVALID_PARAMS for prototype keys.
 */
export function checkPayload(params: readonly unknown[], limits: PayloadLimits): void {
  if (params.some((value) => typeof value === "object" || typeof value === "string")) {
    new PayloadWalk(limits).visit(params);
  }
}

class PayloadWalk {
  #nodes = -1; // The list of parameters itself is none.
  /** Keys from the parameters down to where the walk is. */
  readonly #trail: (string | number)[] = [];
  /** The objects along the trail. */
  readonly #ancestors: object[] = [];

  constructor(readonly limits: PayloadLimits) {}

  visit(value: unknown): void {
    if (++this.#nodes > this.limits.maxNodes) this.#exceeded("maxNodes");
    if (typeof value === "string" && value.length > this.limits.maxStringLength)
      this.#exceeded("maxStringLength");
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    if (this.#ancestors.includes(value)) return;
    if (this.#trail.length > this.limits.maxDepth) this.#exceeded("maxDepth");
    this.#ancestors.push(value);
    this.#inside(value);
    this.#ancestors.pop();
  }

  #inside(value: object): void {
    if (Array.isArray(value)) this.#list(value, value.length);
    else if (isTagged(value, "Set")) this.#list([...(value as Set<unknown>)], (value as Set<unknown>).size);
    else if (isTagged(value, "Map")) {
      const map = value as Map<unknown, unknown>;
      this.#list([...map].flat(), map.size);
    } else this.#properties(value as Record<string, unknown>);
  }

  #list(values: readonly unknown[], length: number): void {
    if (length > this.limits.maxArrayLength) this.#exceeded("maxArrayLength");
    for (let index = 0; index < values.length; index++) this.#enter(index, values[index]);
  }

  #properties(object: Record<string, unknown>): void {
    for (const key of Object.keys(object)) {
      if (PROTOTYPE_KEYS.has(key)) {
        const path = `${this.#path()}.${key}`;
        throw invalidParams([{ path, constraint: "prototypeKey", message: "must not be a prototype's key" }]);
      }
      if (key.length > this.limits.maxStringLength) this.#exceeded("maxStringLength");
      this.#enter(key, object[key]);
    }
  }

  #enter(key: string | number, value: unknown): void {
    this.#trail.push(key);
    this.visit(value);
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

/** By tag, because a value cloned from another realm is no instance of this one's classes. */
function isTagged(value: object, tag: string): boolean {
  if (Object.getPrototypeOf(value) === Object.prototype) return false;
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}
