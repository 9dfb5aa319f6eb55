import fc from "fast-check";

/** A value, and what is to become of it by how it was made. */
export interface Generated {
  value: unknown;
  /** Whether it arrives; or what a clone refuses of it; or what a clone, or a page, would lose in silence. */
  fate: "arrives" | "refused" | "lost";
}

const arrives = (value: unknown): Generated => ({ value, fate: "arrives" });
const refused = (value: unknown): Generated => ({ value, fate: "refused" });
const lost = (value: unknown): Generated => ({ value, fate: "lost" });

const key = fc.constantFrom("a", "b", "name", "constructor", "length");
const letter = fc.constantFrom("Map", "Date", "Promise", "Array", "Error", "Uint8Array", "Mine");

/** What the language has, made anew each time, because some of it is changed afterwards. */
const data = fc
  .oneof(
    fc.constantFrom<() => unknown>(
      () => undefined,
      () => null,
      () => new Date(5),
      () => /a/g,
      () => new Uint8Array([1, 2]),
      () => new Float64Array(2),
      () => new ArrayBuffer(2),
      () => new ArrayBuffer(0),
      () => new DataView(new ArrayBuffer(3)),
      () => Object.create(null),
    ),
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.bigInt()).map((value) => () => value),
  )
  .map((make) => arrives(make()));

function detached(bytes: ArrayBuffer | ArrayBufferView): unknown {
  const buffer = ArrayBuffer.isView(bytes) ? (bytes.buffer as ArrayBuffer) : bytes;
  structuredClone(buffer, { transfer: [buffer] });
  return bytes;
}

const unsendable = fc
  .constantFrom<() => unknown>(
    () => () => {},
    () => Symbol("s"),
    () => class {},
    () => detached(new ArrayBuffer(3)),
    () => detached(new Uint8Array(3)),
    () => detached(new DataView(new ArrayBuffer(3))),
    () => new WeakMap(),
    () => Promise.resolve(),
    () => new Map().entries(),
    () => (function* () {})(),
    () => new Intl.NumberFormat(),
    () => new Intl.PluralRules(),
    () => new WeakRef({}),
    function given() {
      // biome-ignore lint/complexity/noArguments: it is what is tested
      return arguments;
    },
    () => ({
      get broken(): never {
        throw new Error("no");
      },
    }),
    () => new Error("x", { cause: () => {} }),
  )
  .map((make) => refused(make()));

/** Classes of the language and of Node that are no objects of the platform: cases above have their instances. */
const LANGUAGE = new Set([
  ..."Object Function Array Number Boolean String Symbol Date Promise RegExp BigInt Map Set Proxy".split(" "),
  ..."Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError".split(" "),
  ..."ArrayBuffer WeakMap WeakSet WeakRef FinalizationRegistry Iterator".split(" "),
]);

/** Every class of the platform that can be made of nothing, of a text or of a few more. */
export const hostObjects: readonly object[] = Object.getOwnPropertyNames(globalThis)
  .filter((name) => /^[A-Z]/.test(name) && !LANGUAGE.has(name))
  .flatMap((name) => {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
    const Class: unknown = value ?? Reflect.get(globalThis, name);
    if (typeof Class !== "function") return [];
    for (const args of [[], ["a:b"], ["a", {}], [["a"], "b"]]) {
      try {
        const made: unknown = Reflect.construct(Class, args);
        if (typeof made !== "object" || made === null || ArrayBuffer.isView(made)) continue;
        // A channel would keep the process.
        (made as { close?(): void }).close?.();
        return [made];
      } catch {
        // It is made of something else, or not at all.
      }
    }
    return [];
  });

const host = fc.constantFrom(...hostObjects).map(lost);

class Hidden {
  #value = 1;
  get value(): number {
    return this.#value;
  }
}

class Collection {
  readonly #values = [1];
  [Symbol.iterator](): Iterator<number> {
    return this.#values.values();
  }
}

const hidden = fc
  .constantFrom<() => unknown>(
    // Electron's serializer refuses shared memory; Node's own copies it.
    () => new Uint8Array(new SharedArrayBuffer(2)),
    () => new Hidden(),
    () => new Collection(),
  )
  .map((make) => lost(make()));

const worse = (a: Generated["fate"], b: Generated["fate"]): Generated["fate"] =>
  a === "refused" || b === "refused" ? "refused" : a === "lost" || b === "lost" ? "lost" : "arrives";

/** What holds another value. */
const holders: readonly ((inner: Generated, name: string, tag: string) => Generated)[] = [
  ({ value, fate }, name) => ({ value: { first: 1, [name]: value }, fate }),
  ({ value, fate }) => ({ value: [0, value], fate }),
  ({ value, fate }) => ({ value: new Map([["k", value]]), fate }),
  ({ value, fate }) => ({ value: new Map([[{ k: value }, 1]]), fate }),
  ({ value, fate }) => ({ value: new Set([1, [value]]), fate }),
  ({ value, fate }) => ({ value: Object.assign(Object.create(null), { x: value }), fate }),
  // A list with more than its elements: a clone takes it along, contextBridge does not.
  ({ value, fate }) => ({ value: Object.assign([1], { extra: value }), fate: worse(fate, "lost") }),
  // What a Map has besides its entries no clone looks at.
  ({ value }) => ({ value: Object.assign(new Map(), { extra: value }), fate: "lost" }),
  ({ value }) => ({ value: Object.assign(new Date(1), { extra: value }), fate: "lost" }),
  ({ value, fate }, name) => ({
    value: Object.defineProperty({}, name, { enumerable: true, get: () => value }),
    fate,
  }),
  ({ value, fate }, _name, tag) => {
    class Tagged {
      x = value;
      get [Symbol.toStringTag](): string {
        return tag;
      }
    }
    return { value: new Tagged(), fate };
  },
  ({ value, fate }) => {
    class Point {
      x = value;
      method(): void {}
    }
    return { value: new Point(), fate };
  },
];

type Holder = (typeof holders)[number];

/** Neither enumerable nor named by text: nobody's content. */
const beside: Holder = ({ value }, name) =>
  arrives(Object.defineProperty({ kept: 1, [Symbol(name)]: value }, "hidden", { value }));

const leaf = fc.oneof({ weight: 4, arbitrary: data }, unsendable, host, hidden);

/** Main can tell a Proxy; a page cannot, and its socket sends what can be read of one. */
const proxy = fc.constantFrom<object>({}, []).map((target) => refused(new Proxy(target, {})));

function valuesOf(leaf: fc.Arbitrary<Generated>, hold: readonly Holder[]): fc.Arbitrary<Generated> {
  const held = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
    fc
      .tuple(inner, fc.constantFrom(...hold), key, letter)
      .map(([value, by, name, tag]) => by(value, name, tag));
  return fc.oneof(leaf, held(leaf), held(held(leaf)), held(held(held(leaf))));
}

/** Values of all fates, nested in all ways. */
export const generatedValue = valuesOf(fc.oneof({ weight: 9, arbitrary: leaf }, proxy), [...holders, beside]);

/** The same for a page's side, whose contextBridge takes along what is under symbols too. */
export const generatedArgument = valuesOf(leaf, holders);
