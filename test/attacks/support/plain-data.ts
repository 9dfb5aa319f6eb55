import { types } from "node:util";
import { deserialize, serialize } from "node:v8";

const VIEWS = [
  new DataView(new ArrayBuffer(0)),
  ...[new Int8Array(), new Uint8Array(), new Uint8ClampedArray(), new Int16Array(), new Uint16Array()],
  ...[new Int32Array(), new Uint32Array(), new Float32Array(), new Float64Array()],
  ...[new BigInt64Array(), new BigUint64Array()],
];

const ERRORS = [
  ...[new Error(), new EvalError(), new RangeError(), new ReferenceError(), new SyntaxError()],
  ...[new TypeError(), new URIError(), new AggregateError([])],
];

/** What objects may be, each told by what the engine knows of it and not by its properties. */
const BRANDS: [samples: object[], is: (value: unknown) => boolean][] = [
  [[[]], Array.isArray],
  [[new Map()], types.isMap],
  [[new Set()], types.isSet],
  [[new Date(0)], types.isDate],
  [[/./], types.isRegExp],
  [[new ArrayBuffer(0)], types.isArrayBuffer],
  [VIEWS, ArrayBuffer.isView],
  [ERRORS, types.isNativeError],
];

const isPlain = (value: unknown) => !BRANDS.some(([, is]) => is(value)) && !types.isBoxedPrimitive(value);

/** The prototypes there may be, and what an object that has one must be: those of this realm and of a clone's. */
const PROTOTYPES = new Map<object | null, (value: unknown) => boolean>([
  [null, isPlain],
  ...[{}, structuredClone({}), deserialize(serialize({}))].map(prototypeAnd(isPlain)),
  ...BRANDS.flatMap(([samples, is]) => samples.flatMap(withClones).map(prototypeAnd(is))),
]);

function prototypeAnd(is: (value: unknown) => boolean) {
  return (sample: object): [object, (value: unknown) => boolean] => [Object.getPrototypeOf(sample), is];
}

/** A sample, and what a structured clone and the database make of it, which may be of another realm. */
function withClones(sample: object): object[] {
  return [sample, structuredClone(sample), deserialize(serialize(sample))];
}

/**
 * Where a value is more than data: a function, an accessor, a symbol, a proxy, an object of an unknown class.
 * It looks into lists and all their properties, Maps, Sets, errors and their causes.
 *
 * @returns e.g. `value.get("a").cause: a function`, or nothing when all of it is data.
 */
export function findNotPlain(value: unknown, path = "value"): string | undefined {
  const seen = new Set<unknown>();
  const left: [path: string, value: unknown][] = [[path, value]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [at, inner] = next;
    if (typeof inner === "function" || typeof inner === "symbol") return `${at}: a ${typeof inner}`;
    if (typeof inner !== "object" || inner === null || seen.has(inner)) continue;
    seen.add(inner);
    if (types.isProxy(inner)) return `${at}: a proxy`;
    const is = PROTOTYPES.get(Object.getPrototypeOf(inner));
    if (is === undefined) return `${at}: an object of an unknown prototype`;
    if (!is(inner)) return `${at}: an object with another kind's prototype`;
    const fault = pushInside(inner, at, left);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Adds what an object holds to what is left to look at, or says which property is more than data. */
function pushInside(holder: object, at: string, left: [string, unknown][]): string | undefined {
  if (types.isMap(holder)) {
    for (const [key, value] of Map.prototype.entries.call(holder)) {
      left.push([`${at}.key`, key], [`${at}.get(${typeof key === "string" ? key : "..."})`, value]);
    }
  }
  if (types.isSet(holder))
    for (const value of Set.prototype.values.call(holder)) left.push([`${at}.member`, value]);
  for (const key of namesOf(holder)) {
    if (typeof key === "symbol") return `${at}: a property named by a symbol`;
    const place = `${at}.${key}`;
    const property = Object.getOwnPropertyDescriptor(holder, key) as PropertyDescriptor;
    if (!("value" in property)) return `${place}: an accessor`;
    if (!property.enumerable && isPlain(holder)) return `${place}: hidden`;
    left.push([place, property.value]);
  }
  return undefined;
}

/** A view's own elements are numbers; there may be many of them. */
function namesOf(holder: object): (string | symbol)[] {
  const names = Reflect.ownKeys(holder);
  return types.isTypedArray(holder) ? names.slice(holder.length) : names;
}
