import { isMap, isSet } from "node:util/types";
import type { Class } from "../../decorators/metadata.js";
import { type AcceptorOf, UNSURE } from "./acceptor.js";
import type { Acceptors } from "./acceptors.js";
import { CONVERSIONS, isBuiltIn, isNoDay, untyped } from "./conversions.js";
import type { Discriminator, Kind, PropertyPlan, PropertyType } from "./dto-plan.js";
import { isPlain } from "./is-record.js";
import { isPrototypeKey, type PayloadWalk } from "./payload-limits.js";
import { hasNames } from "./shape.js";

/**
 * Makes a property's value of the data's, which is not undefined and which its holder has counted; or is unsure.
 * The arguments are those of an `Acceptor`.
 */
export type Step = (value: unknown, depth: number, walk: PayloadWalk) => unknown;

export function stepOf({ type, nested, kind }: PropertyPlan, acceptors: Acceptors): Step {
  if (nested) return nestedStep(kind, elementOf(type as PropertyType, acceptors));
  const fixed = type?.fixed;
  if (fixed === undefined || fixed === (Object as Class)) return asItCame;
  const convert = CONVERSIONS.get(fixed) as ((value: unknown) => unknown) | undefined;
  if (convert !== undefined) return converting(fixed, convert);
  return isBuiltIn(fixed) ? asItCame : primitive;
}

const asItCame: Step = (value, depth, walk) => {
  if (!walk.inside(value, depth)) return UNSURE;
  return typeof value === "object" ? untyped(value) : value;
};

/** Of an object, its class makes something. */
const primitive: Step = (value, depth, walk) =>
  typeof value === "object" && value !== null ? UNSURE : asItCame(value, depth, walk);

function converting(type: unknown, convert: (value: unknown) => unknown): Step {
  const one = (value: unknown) => {
    if (value === null) return null;
    if (typeof value === "object" && !(value instanceof Date)) return UNSURE;
    return type === Date && isNoDay(value) ? UNSURE : convert(value);
  };
  return (value, depth, walk) => {
    if (!walk.inside(value, depth)) return UNSURE;
    if (!Array.isArray(value)) return one(value);
    const made = value.map(one);
    return isDense(value) && !made.includes(UNSURE) ? made : UNSURE;
  };
}

/** Whether an array has all its elements, and nothing else. */
const isDense = (list: readonly unknown[]): boolean =>
  Object.values(list).length === list.length && !list.includes(undefined);

/** The acceptor of one nested DTO. */
export function elementOf({ fixed, discriminator }: PropertyType, acceptors: Acceptors): AcceptorOf {
  if (discriminator) return oneOfMany(discriminator, acceptors);
  return fixed ? acceptors.of(fixed) : { accept: () => UNSURE };
}

function nestedStep(kind: Kind, element: AcceptorOf): Step {
  const step = KINDS[kind](element);
  return (value, depth, walk) => (value === null ? null : step(value, depth, walk));
}

/** Accepts what a discriminator names. */
function oneOfMany({ property, subTypes, keep }: Discriminator, acceptors: Acceptors): AcceptorOf {
  const known = new Map<unknown, AcceptorOf>(
    // The first of a name is meant.
    subTypes.toReversed().map(({ name, value }) => [name, acceptors.of(value, keep ? undefined : property)]),
  );
  return {
    accept: (value, depth, walk) => {
      if (!isPlain(value) || !Object.hasOwn(value, property)) return UNSURE;
      return known.get(value[property])?.accept(value, depth, walk) ?? UNSURE;
    },
  };
}

/** Of a list without holes. */
export const listOf =
  (element: AcceptorOf): Step =>
  (value, depth, walk) => {
    if (!Array.isArray(value) || depth > walk.maxDepth) return UNSURE;
    const { length } = value;
    if (length > walk.maxArrayLength || !walk.count(length)) return UNSURE;
    const made: unknown[] = [];
    for (let index = 0; index < length; index++) {
      const accepted = element.accept(value[index], depth + 1, walk);
      if (accepted === UNSURE) return UNSURE;
      made.push(accepted);
    }
    // More than its elements, or fewer, is not for an acceptor.
    return Object.values(value).length === length ? made : UNSURE;
  };

function setOf(element: AcceptorOf): Step {
  const list = listOf(element);
  return (value, depth, walk) => {
    if (isSet(value) && Object.keys(value).length > 0) return UNSURE;
    const made = list(isSet(value) ? [...value] : value, depth, walk);
    return made === UNSURE ? UNSURE : new Set(made as unknown[]);
  };
}

const mapOf =
  (element: AcceptorOf): Step =>
  (value, depth, walk) => {
    const entries = isPlain(value) ? Object.entries(value) : plainEntries(value);
    if (entries === undefined || depth > walk.maxDepth || entries.length > walk.maxArrayLength) return UNSURE;
    // Of a Map, the keys count too.
    if (!walk.count(entries.length * (isMap(value) ? 2 : 1))) return UNSURE;
    const made = new Map<unknown, unknown>();
    for (const [key, inner] of entries) {
      if (typeof key === "string" && (isPrototypeKey(key) || !walk.text(key))) return UNSURE;
      const accepted = element.accept(inner, depth + 1, walk);
      if (accepted === UNSURE) return UNSURE;
      made.set(key, accepted);
    }
    return made;
  };

/** Those of a Map with nothing besides. */
const plainEntries = (value: unknown): [unknown, unknown][] | undefined =>
  isMap(value) && hasNames(value) && Object.keys(value).length === 0 ? [...value] : undefined;

const KINDS: Record<Kind, (element: AcceptorOf) => Step> = {
  // Not its method itself, which the first use replaces.
  one: (element) => (value, depth, walk) => element.accept(value, depth, walk),
  list: listOf,
  set: setOf,
  map: mapOf,
};
