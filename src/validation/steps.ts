import { isMap, isSet } from "node:util/types";
import type { Class } from "../../decorators/metadata.js";
import { type AcceptorOf, UNSURE } from "./acceptor.js";
import type { Acceptors } from "./acceptors.js";
import { CONVERSIONS, isBuiltIn, isNoDay, untyped } from "./conversions.js";
import type { Kind, PropertyPlan, PropertyType } from "./dto-plan.js";
import { isPlain } from "./is-record.js";
import { isPrototypeKey, type PayloadWalk } from "./payload-limits.js";
import { hasNames } from "./shape.js";

/**
 * Makes a property's value of the data's, which is not undefined and which its holder has counted; or is unsure.
 * The arguments are those of an `Acceptor`.
 */
export type Step = (value: unknown, depth: number, walk: PayloadWalk) => unknown;

export function stepOf({ type, nested, kind }: PropertyPlan, acceptors: Acceptors): Step {
  if (nested) return nestedStep(kind, acceptors.ofElement(type as PropertyType));
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

function nestedStep(kind: Kind, element: AcceptorOf): Step {
  const step = KINDS[kind](element);
  return (value, depth, walk) => (value === null ? null : step(value, depth, walk));
}

/** Makes a collection of a list's elements, or of those that another kind of collection is read as. */
const collectionOf =
  (
    elementsOf: (value: unknown) => readonly unknown[] | undefined,
    collect: (made: unknown[]) => unknown,
  ): ((element: AcceptorOf) => Step) =>
  (element) =>
  (value, depth, walk) => {
    const elements = elementsOf(value);
    if (elements === undefined || depth > walk.maxDepth) return UNSURE;
    const { length } = elements;
    if (length > walk.maxArrayLength || !walk.count(length)) return UNSURE;
    const made = acceptEach(element, value as object, elements, depth, walk);
    // More than its elements, or fewer, is not for an acceptor.
    return made !== undefined && Object.values(elements).length === length ? collect(made) : UNSURE;
  };

/** The instances of a collection's elements, where the acceptor is sure of all. */
function acceptEach(
  element: AcceptorOf,
  collection: object,
  elements: readonly unknown[],
  depth: number,
  walk: PayloadWalk,
): unknown[] | undefined {
  const made: unknown[] = [];
  const { length } = elements;
  try {
    for (let index = 0; index < length; index++) {
      const accepted = element.accept(elements[index], depth + 1, walk);
      if (accepted === UNSURE) break;
      made.push(accepted);
    }
  } catch {
    // The libraries will throw it too, or say what is wrong.
  }
  if (made.length === length) return made;
  walk.kept?.keep(collection, element, made);
  return undefined;
}

const listElements = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? value : undefined;

/** Those of a Set with nothing besides, or of a list. */
const setElements = (value: unknown): readonly unknown[] | undefined =>
  isSet(value) ? (Object.keys(value).length === 0 ? [...value] : undefined) : listElements(value);

/** Of a list without holes. */
export const listOf = collectionOf(listElements, (made) => made);

const mapOf =
  (element: AcceptorOf): Step =>
  (value, depth, walk) => {
    const entries = isPlain(value) ? Object.entries(value) : plainEntries(value);
    if (entries === undefined || depth > walk.maxDepth || entries.length > walk.maxArrayLength) return UNSURE;
    // Of a Map, the keys count too.
    if (!walk.count(entries.length * (isMap(value) ? 2 : 1))) return UNSURE;
    const names = entries.map(([key]) => key).filter((key) => typeof key === "string");
    if (!names.every((name) => !isPrototypeKey(name) && walk.text(name))) return UNSURE;
    const elements = entries.map(([, inner]) => inner);
    const made = acceptEach(element, value as object, elements, depth, walk);
    return made ? new Map(entries.map(([key], index) => [key, made[index]])) : UNSURE;
  };

/** Those of a Map with nothing besides. */
const plainEntries = (value: unknown): [unknown, unknown][] | undefined =>
  isMap(value) && hasNames(value) && Object.keys(value).length === 0 ? [...value] : undefined;

const KINDS: Record<Kind, (element: AcceptorOf) => Step> = {
  // Not its method itself, which the first use replaces.
  one: (element) => (value, depth, walk) => element.accept(value, depth, walk),
  list: listOf,
  set: collectionOf(setElements, (made) => new Set(made)),
  map: mapOf,
};
