/** One object that everybody in the process shares, as it was. */
interface Remembered {
  name: string;
  object: object;
  prototype: object | null;
  properties: Map<PropertyKey, PropertyDescriptor>;
}

const STANDARD = [
  ..."Object Function Array String Number Boolean Symbol BigInt Date RegExp Promise Proxy Map Set".split(" "),
  ..."WeakMap WeakSet WeakRef ArrayBuffer SharedArrayBuffer DataView Uint8Array Float64Array".split(" "),
  ..."Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError".split(" "),
  ..."JSON Math Reflect Intl Atomics Buffer URL TextEncoder TextDecoder AbortController AbortSignal".split(
    " ",
  ),
];

/** The global object of this realm, and that of the process, which a test runner keeps apart. */
const GLOBALS: object[] = [...new Set([globalThis, globalOf(structuredClone({}))])];

function globalOf(object: object): object {
  return object.constructor.constructor("return this")();
}

/**
 * Remembers the language's own objects as they are now.
 *
 * @returns Tells what has changed since, and puts it back, so that what comes after is not blamed for it.
 */
export function watchIntrinsics(): () => string[] {
  const remembered = sharedObjects().map(remember);
  const names = GLOBALS.map((global) => new Set(Reflect.ownKeys(global)));
  return () => [
    ...remembered.flatMap(changesOf),
    ...GLOBALS.flatMap((global, at) => newGlobals(global, names[at] as Set<PropertyKey>)),
  ];
}

function sharedObjects(): [name: string, object: object][] {
  const found = new Map<object, string>();
  const add = (object: unknown, name: string) => {
    if (typeof object !== "object" && typeof object !== "function") return;
    if (object !== null && !found.has(object)) found.set(object, name);
  };
  for (const global of GLOBALS) {
    for (const name of STANDARD) {
      const object = Reflect.get(global, name);
      add(object, name);
      add(object?.prototype, `${name}.prototype`);
    }
  }
  for (const [name, object] of Object.entries(unnamed())) add(object, name);
  return [...found].map(([object, name]) => [name, object]);
}

/** Those that no global name leads to. */
function unnamed(): Record<string, object> {
  const prototype = Object.getPrototypeOf;
  return {
    "%TypedArray%": prototype(Uint8Array),
    "%TypedArray%.prototype": prototype(Uint8Array.prototype),
    "%ArrayIterator%.prototype": prototype([][Symbol.iterator]()),
    "%Iterator%.prototype": prototype(prototype([][Symbol.iterator]())),
    "%GeneratorFunction%.prototype": prototype(function* () {}),
    "%AsyncFunction%.prototype": prototype(async () => {}),
    "%AsyncGeneratorFunction%.prototype": prototype(async function* () {}),
  };
}

function remember([name, object]: [string, object]): Remembered {
  const keys = Reflect.ownKeys(object);
  const properties = new Map(keys.map((key) => [key, propertyOf(object, key) as PropertyDescriptor]));
  return { name, object, prototype: Object.getPrototypeOf(object), properties };
}

function changesOf({ name, object, prototype, properties }: Remembered): string[] {
  const changes: string[] = [];
  if (Object.getPrototypeOf(object) !== prototype) {
    changes.push(`${name} has another prototype`);
    Object.setPrototypeOf(object, prototype);
  }
  const keys = Reflect.ownKeys(object);
  if (keys.length !== properties.size || keys.some((key) => !properties.has(key))) {
    for (const key of keys.filter((key) => !properties.has(key))) {
      changes.push(`${name} has a new property ${String(key)}`);
      Reflect.deleteProperty(object, key);
    }
  }
  for (const [key, before] of properties) {
    if (isSame(before, propertyOf(object, key))) continue;
    changes.push(`${name} has another ${String(key)}`);
    Object.defineProperty(object, key, before);
  }
  return changes;
}

const propertyOf = Object.getOwnPropertyDescriptor;

function isSame(before: PropertyDescriptor, now: PropertyDescriptor | undefined): boolean {
  return (
    now !== undefined &&
    Object.is(before.value, now.value) &&
    before.get === now.get &&
    before.set === now.set &&
    before.writable === now.writable &&
    before.enumerable === now.enumerable &&
    before.configurable === now.configurable
  );
}

function newGlobals(global: object, before: Set<PropertyKey>): string[] {
  const added = Reflect.ownKeys(global).filter((key) => !before.has(key));
  for (const key of added) Reflect.deleteProperty(global, key);
  return added.map((key) => `a new global ${String(key)}`);
}
