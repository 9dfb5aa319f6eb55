/** What an encoding refuses: values by `typeof`, objects by their tag. */
interface Refusals {
  types: ReadonlySet<string>;
  tags: RegExp;
}

/** What only the platform can tell of an object: each says what it is when no clone carries it. */
export interface PlatformProbe {
  /** Asked of every object, before it is looked into. */
  object?(value: object): string | undefined;
  /** Asked of every instance of a class, after all it holds was found in order. */
  instance?(value: object): string | undefined;
}

/** https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal */
const CLONE: Refusals = {
  types: new Set(["function", "symbol"]),
  tags: /^(Promise|WeakMap|WeakSet|WeakRef|Generator|AsyncGenerator|AbortSignal|ReadableStream|SharedArrayBuffer)$/,
};

/** JSON would turn these into `{}` or drop them without a word. */
const JSON_TEXT: Refusals = {
  types: new Set([...CLONE.types, "bigint"]),
  tags: new RegExp(`${CLONE.tags.source}|^(Map|Set|RegExp|Error|DataView|.*ArrayBuffer|.+Array)$`),
};

/**
 * Finds what the structured clone algorithm would refuse, and where, because its own error names no path.
 *
 * @param name What `value` is called in the answer, e.g. `result`.
 * @param probe What else the platform refuses. Default: nothing.
 * @returns e.g. `result.user.save: function`, or nothing when all of it can be cloned.
 */
export const findUncloneable = (value: unknown, name: string, probe?: PlatformProbe): string | undefined =>
  find(value, name, CLONE, probe);

/** The same for JSON text: finds what it would lose in silence. */
export const findLostInJson = (value: unknown, name: string): string | undefined =>
  find(value, name, JSON_TEXT);

function find(
  value: unknown,
  name: string,
  refusals: Refusals,
  probe: PlatformProbe = {},
): string | undefined {
  try {
    const place = new Search(refusals, probe, FREE_VISITS).inside(value);
    if (place === undefined) return undefined;
    // Once more with all remembered, or the way to it may first go round a cycle many times.
    return name + (new Search(refusals, probe, 0).inside(value) ?? place);
  } catch (error) {
    if (error instanceof RangeError) return `${name}: nested too deeply`;
    throw error;
  }
}

/** Objects seen before cycles and shared references are worth remembering. */
const FREE_VISITS = 200;

/** Tags of objects that hold nothing to look into. */
const LEAVES = /^(Date|RegExp|Boolean|Number|String|BigInt|.*ArrayBuffer|DataView|.+Array|Blob|File)$/;

class Search {
  #visits = 0;
  #seen: Set<object> | undefined;

  constructor(
    readonly refusals: Refusals,
    readonly probe: PlatformProbe,
    readonly freeVisits: number,
  ) {}

  /** The way from `value` to the first part that cannot be cloned, e.g. `.user.save: function`. */
  inside(value: unknown): string | undefined {
    if (this.refusals.types.has(typeof value)) return `: ${typeof value}`;
    if (typeof value !== "object" || value === null || this.#visited(value)) return undefined;
    const kind = this.probe.object?.(value);
    if (kind !== undefined) return `: ${kind}`;
    if (Array.isArray(value)) return this.#elements(value);
    const prototype = Object.getPrototypeOf(value);
    const plain = prototype === Object.prototype || prototype === null;
    return plain ? this.#properties(value as Record<string, unknown>) : this.#instance(value);
  }

  #instance(value: object): string | undefined {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (this.refusals.tags.test(tag)) return `: ${tag}`;
    if (tag === "Map") return this.#entries(value as Map<unknown, unknown>);
    if (tag === "Set") return this.#elements([...(value as Set<unknown>)]);
    if (LEAVES.test(tag)) return undefined;
    const place = this.#properties(value as Record<string, unknown>);
    if (place !== undefined) return place;
    const kind = this.probe.instance?.(value);
    return kind === undefined ? undefined : `: ${kind}`;
  }

  #visited(value: object): boolean {
    if (++this.#visits < this.freeVisits) return false;
    this.#seen ??= new Set();
    if (this.#seen.has(value)) return true;
    this.#seen.add(value);
    return false;
  }

  #elements(values: readonly unknown[]): string | undefined {
    for (let index = 0; index < values.length; index++) {
      const place = this.inside(values[index]);
      if (place !== undefined) return `[${index}]${place}`;
    }
    return undefined;
  }

  #entries(map: Map<unknown, unknown>): string | undefined {
    for (const [key, value] of map) {
      const place = this.inside(key) ?? this.inside(value);
      if (place !== undefined) return `.get(${typeof key === "object" ? "object" : String(key)})${place}`;
    }
    return undefined;
  }

  #properties(object: Record<string, unknown>): string | undefined {
    for (const key of Object.keys(object)) {
      const place = this.inside(object[key]);
      if (place !== undefined) return `.${key}${place}`;
    }
    return undefined;
  }
}
