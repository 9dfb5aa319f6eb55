import { reasonOf } from "./reason-of.js";
import { hidesContent, isError, isPlain, kindOf, nameOf, tagOf, type ValueKind } from "./value-kinds.js";

/** What only the platform can tell of an object: each says what it is when no clone carries it. */
export interface PlatformProbe {
  /** Asked of every object, before it is looked into. Default: nothing is refused. */
  object?(value: object): string | undefined;
  /** Asked of an object that is not plain, after all it holds was found in order. Default: what a clone says. */
  instance?(value: object): string | undefined;
}

/** What stands in the way of a value, and how much of it there is. */
export interface Survey {
  /** The first part that cannot be sent, e.g. `result.user.save: function`; nothing when all can. */
  place: string | undefined;
  /** About as many bytes as it takes: text by its UTF-16 code units, and eight of any other primitive. */
  bytes: number;
}

/** Whether values travel as structured clone carries them, or as JSON text, which would lose more of them. */
export type Encoding = "clone" | "json";

/**
 * How deep a value may be nested, where a list counts as one level and an object as two: Electron's contextBridge
 * counts so, up to 1,000, of which a message takes some for itself.
 */
const MAX_LEVELS = 990;

/** Objects seen before cycles and shared references are worth remembering. */
const FREE_VISITS = 200;

/** Bytes that a primitive other than text is taken for. */
const PRIMITIVE_BYTES = 8;

/**
 * Finds what would not arrive, and where: what a structured clone refuses, and what one would lose in silence,
 * on any of the transports.
 *
 * @param name What `value` is called in the answer, e.g. `result`.
 * @param probe What else the platform refuses. Default: nothing.
 * @returns e.g. `result.user.save: function`, or nothing when all of it can be sent.
 */
export const findUncloneable = (value: unknown, name: string, probe?: PlatformProbe): string | undefined =>
  survey(value, name, "clone", probe).place;

/** The same for JSON text, which loses more: Maps, Sets, bytes, patterns, errors; and cannot hold a cycle. */
export const findLostInJson = (value: unknown, name: string, probe?: PlatformProbe): string | undefined =>
  survey(value, name, "json", probe).place;

/** Looks all of a value over, once. */
export function survey(value: unknown, name: string, encoding: Encoding, probe: PlatformProbe = {}): Survey {
  const first = new Search(encoding, probe, FREE_VISITS);
  const place = first.look(value);
  if (place === undefined) return { place, bytes: first.bytes };
  // Once more with all remembered, or the way to it may first go round a cycle many times.
  const second = new Search(encoding, probe, 0);
  const exact = second.look(value);
  if (exact === undefined) return { place: first.isTooDeep ? exact : name + place, bytes: second.bytes };
  return { place: name + (second.isTooDeep ? TOO_DEEP : exact), bytes: second.bytes };
}

const TOO_DEEP = ": nested too deeply";

class Search {
  bytes = 0;
  isTooDeep = false;
  #visits = 0;
  #seen: Set<object> | undefined;
  /** The objects that hold what is looked at, where a cycle is to be told from depth. */
  readonly #holders: Set<object> | undefined;

  constructor(
    readonly encoding: Encoding,
    readonly probe: PlatformProbe,
    readonly freeVisits: number,
  ) {
    if (encoding === "json" && freeVisits === 0) this.#holders = new Set();
  }

  look(value: unknown): string | undefined {
    try {
      return this.#inside(value, 0);
    } catch (error) {
      return `: ${reasonOf(error)}`;
    }
  }

  /** The way from `value` to the first part that cannot be sent, e.g. `.user.save: function`. */
  #inside(value: unknown, level: number): string | undefined {
    switch (typeof value) {
      case "object":
        if (value !== null) return this.#object(value, level);
        break;
      case "string":
        this.bytes += value.length;
        return undefined;
      case "function":
      case "symbol":
        return `: ${typeof value}`;
      case "bigint":
        if (this.encoding === "json") return ": bigint";
    }
    this.bytes += PRIMITIVE_BYTES;
    return undefined;
  }

  #object(value: object, level: number): string | undefined {
    if (level >= MAX_LEVELS) {
      this.isTooDeep = true;
      return TOO_DEEP;
    }
    if (this.#seen?.has(value)) return undefined;
    if (this.#holders?.has(value)) return ": cycle";
    const kind = this.probe.object?.(value);
    if (kind !== undefined) return `: ${kind}`;
    this.#visits++;
    const isList = Array.isArray(value);
    // A list that holds itself goes without end in contextBridge, and any cycle in JSON.
    const later = isList || this.encoding === "json";
    if (!later) this.#remember(value);
    this.#holders?.add(value);
    const place = isList ? this.#list(value, level) : this.#members(value, level);
    this.#holders?.delete(value);
    if (later) this.#remember(value);
    return place;
  }

  #remember(value: object): void {
    if (this.#visits < this.freeVisits) return;
    this.#seen ??= new Set();
    this.#seen.add(value);
  }

  #list(list: readonly unknown[], level: number): string | undefined {
    return this.#elements(list, level + 1) ?? surplus(list, "list");
  }

  #members(value: object, level: number): string | undefined {
    return isPlain(value)
      ? this.#properties(value as Record<string, unknown>, Object.keys(value), level)
      : this.#instance(value, level);
  }

  #instance(value: object, level: number): string | undefined {
    const kind = kindOf(value);
    if (this.encoding === "json" && isLostInJson(value, kind)) return `: ${tagOf(value)}`;
    switch (kind) {
      case "view":
      case "ArrayBuffer":
        return this.#binary(value as ArrayBuffer | ArrayBufferView);
      case "Map":
        return this.#entries(value as Map<unknown, unknown>, level) ?? surplus(value, kind);
      case "Set":
        return this.#elements([...(value as Set<unknown>)], level + 1) ?? surplus(value, kind);
      case "object":
        return this.#ofClass(value, level);
      default:
        this.bytes += PRIMITIVE_BYTES;
        return surplus(value, kind);
    }
  }

  #ofClass(value: object, level: number): string | undefined {
    const names = Object.keys(value);
    if (hidesContent(value, names.length === 0)) return `: ${nameOf(value)}`;
    // A clone takes it along, though it does not enumerate it.
    if (isError(value) && Object.hasOwn(value, "cause")) names.push("cause");
    return this.#properties(value as Record<string, unknown>, names, level) ?? this.#refusedByPlatform(value);
  }

  /** Of a buffer whose bytes have gone elsewhere, and of shared memory, nothing can be sent. */
  #binary(bytes: ArrayBuffer | ArrayBufferView): string | undefined {
    const kind = tagOf(bytes);
    if (ArrayBuffer.isView(bytes) && tagOf(bytes.buffer) === "SharedArrayBuffer") return ": shared memory";
    try {
      this.bytes += bytes.byteLength;
      // Only an empty one may be detached; a clone says which.
      return bytes.byteLength === 0 ? this.#refusedByPlatform(bytes) && `: detached ${kind}` : undefined;
    } catch {
      return `: detached ${kind}`;
    }
  }

  #refusedByPlatform(value: object): string | undefined {
    if (this.probe.instance !== undefined) {
      const kind = this.probe.instance(value);
      return kind && `: ${kind}`;
    }
    try {
      structuredClone(value);
      return undefined;
    } catch {
      return `: ${nameOf(value)}`;
    }
  }

  #elements(values: readonly unknown[], level: number): string | undefined {
    for (let index = 0; index < values.length; index++) {
      const place = this.#inside(values[index], level);
      if (place !== undefined) return `[${index}]${place}`;
    }
    return undefined;
  }

  #entries(map: Map<unknown, unknown>, level: number): string | undefined {
    for (const [key, value] of map) {
      const place = this.#inside(key, level + 1) ?? this.#inside(value, level + 1);
      if (place !== undefined) return `.get(${typeof key === "object" ? "object" : String(key)})${place}`;
    }
    return undefined;
  }

  #properties(object: Record<string, unknown>, names: readonly string[], level: number): string | undefined {
    for (const name of names) {
      this.bytes += name.length;
      let value: unknown;
      try {
        value = object[name];
      } catch (error) {
        return `.${name}: ${reasonOf(error)}`;
      }
      const place = this.#inside(value, level + 2);
      if (place !== undefined) return `.${name}${place}`;
    }
    return undefined;
  }
}

/** JSON would turn these into `{}` or into other things without a word. */
const isLostInJson = (value: object, kind: ValueKind): boolean =>
  ["Map", "Set", "ArrayBuffer", "view", "RegExp"].includes(kind) || isError(value);

/** A property besides what a list or an object of the language holds: not every transport carries it. */
function surplus(value: object, owner: string): string | undefined {
  const names = Object.keys(value);
  // Those of the elements come first, and of the letters of a boxed text.
  const last = names.at(-1);
  if (last === undefined || isIndex(last)) return undefined;
  return `.${names.find((name) => !isIndex(name))}: property of a ${owner}`;
}

const isIndex = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);
