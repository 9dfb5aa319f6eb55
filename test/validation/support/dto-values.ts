import type { Choose } from "./choose.js";
import type { DtoShape, NestedShape, PropertyShape, ScalarShape } from "./dto-shape.js";

const GOOD: Record<ScalarShape["of"], readonly unknown[]> = {
  string: ["a", "bb", " c ", "abcd"],
  number: [1, 0, 5],
  boolean: [true, false],
  date: ["2024-02-29", "2023-12-31T23:59:59Z", new Date(7)],
  any: ["a", 1, { a: [1] }, ["a", "bb"], [[1], []]],
};

/** So that no object is at two places where no class copies it. */
function fresh(value: unknown): unknown {
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(fresh);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, fresh(inner)]));
}

const BAD: readonly unknown[] = [
  null,
  undefined,
  "",
  "x",
  "1",
  "2023-02-30",
  "no date",
  -1,
  1.5,
  NaN,
  true,
  7n,
  {},
  { a: 1 },
  [],
  [[]],
  ["a", null],
  ["2023-02-30"],
  [1, "2", [3]],
  new Date(NaN),
];

/** class-transformer looks for a discriminator in null, and fails. */
const badFor = (shape: PropertyShape["value"]): readonly unknown[] =>
  shape.kind !== "scalar" && shape.discriminated
    ? BAD.filter((value) => ![value].flat().some(isNothing))
    : BAD;

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Names of which an object has something without being given it. */
const INHERITED = ["toString", "hasOwnProperty", "valueOf", "constructor"];

/** A value in the making, which may contain itself. */
interface Around {
  value: object;
  shape: DtoShape;
}

/** A value for a class: mostly valid, or with a mistake here and there. */
export function anyValue(choose: Choose, shape: DtoShape, depth = 3, around: readonly Around[] = []): object {
  const value: Record<string, unknown> = choose.once(12) ? Object.create(null) : {};
  for (const property of shape.properties) {
    if ((property.optional || property.hasDefault) && choose.once(2)) continue;
    const made = choose.once(30)
      ? fresh(choose.from(badFor(property.value)))
      : anyPropertyValue(choose, property, depth, [...around, { value, shape }]);
    if (!choose.once(60)) value[property.key] = made;
  }
  if (choose.once(40)) value.extra = fresh(choose.from(BAD));
  if (choose.once(40)) value[choose.from([...shape.taken, ...INHERITED])] = 1;
  if (choose.once(80)) Object.defineProperty(value, "p0", { get: () => "a", enumerable: true });
  return value;
}

function anyPropertyValue(
  choose: Choose,
  { value: shape }: PropertyShape,
  depth: number,
  around: readonly Around[],
): unknown {
  if (shape.kind === "scalar") {
    const one = () => fresh(choose.from(GOOD[shape.of]));
    return shape.each ? list(choose, one) : one();
  }
  return anyNestedValue(choose, shape, depth, around);
}

function anyNestedValue(
  choose: Choose,
  nested: NestedShape,
  depth: number,
  around: readonly Around[],
): unknown {
  const one = () => {
    if (choose.once(30)) {
      const bad = badFor(nested);
      const collections = nested.transformed ? [] : [new Map(), new Set(), new Map([[null, 1]])];
      return fresh(choose.from<unknown>([...bad, ...collections]));
    }
    const subType = choose.from(nested.subTypes);
    const same = around.filter(({ shape }) => shape === subType.shape);
    if (same.length > 0 && choose.once(10)) return choose.from(same).value;
    const value = depth > 0 ? anyValue(choose, subType.shape, depth - 1, around) : {};
    if (!nested.discriminated) return value;
    // class-transformer finds no discriminator in an object without a prototype.
    Object.setPrototypeOf(value, Object.prototype);
    return Object.assign(value, { kind: choose.once(20) ? "c" : subType.name });
  };
  // Of the keys of a Map, class-transformer takes some for names that its class exposes.
  if (nested.kind !== "map" && choose.once(20)) return one();
  switch (nested.kind) {
    case "one":
      return one();
    case "list":
      return choose.once(3) ? list(choose, one) : many(choose, one);
    case "set":
      return choose.once(2) ? many(choose, one) : new Set(many(choose, one));
    case "map": {
      const entries = many(choose, one).map((value, index) => [`key${index}`, value] as const);
      return choose.once(2) ? Object.fromEntries(entries) : new Map(entries);
    }
  }
}

function many(choose: Choose, one: () => unknown): unknown[] {
  const made = Array.from({ length: choose.upTo(3) }, one);
  // One object at two places.
  if (made.length > 0 && choose.once(6)) made.push(made[0]);
  return made;
}

function list(choose: Choose, one: () => unknown): unknown[] {
  const made = Array.from({ length: choose.upTo(3) }, one);
  if (choose.once(30)) made.length++;
  return made;
}
