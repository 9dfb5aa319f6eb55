import { isMap, isSet } from "node:util/types";
import type { Kind, PropertyPlan } from "./dto-plan.js";
import { isRecord } from "./is-record.js";
import type { ValidationIssue } from "./issue.js";

type Mistake = Omit<ValidationIssue, "path">;

const isCollection = (value: unknown): boolean => Array.isArray(value) || isMap(value) || isSet(value);

export const MAP_MISTAKE: Mistake = {
  constraint: "isObject",
  message: "must be a Map, by strings or numbers, or an object",
};

/** How each kind of nested property tells what is for it; class-validator lets any collection, or one DTO, pass. */
const KINDS: Record<Kind, { fits(value: unknown): boolean; mistake: Mistake }> = {
  one: {
    fits: (value) => !isCollection(value),
    mistake: { constraint: "isObject", message: "must be an object, not a list" },
  },
  list: {
    fits: Array.isArray,
    mistake: { constraint: "isArray", message: "must be an array" },
  },
  set: {
    fits: (value) => isSet(value) || Array.isArray(value),
    mistake: { constraint: "isArray", message: "must be a Set or an array" },
  },
  map: {
    fits: (value) => (isMap(value) ? hasNames(value) : isRecord(value)),
    mistake: MAP_MISTAKE,
  },
};

/** Whether a path can name what is in a Map; class-validator fails on some keys. */
export const hasNames = (map: ReadonlyMap<unknown, unknown>): boolean =>
  [...map.keys()].every((key) => typeof key === "string" || typeof key === "number");

/** Why a value is not for a nested property of its kind, if it is not. */
export function shapeMistake({ nested, kind }: PropertyPlan, value: unknown): Mistake | undefined {
  if (!nested || value === undefined || value === null || KINDS[kind].fits(value)) return undefined;
  return KINDS[kind].mistake;
}

/** Why a value is not for one element of it. */
export const elementMistake = (value: unknown): Mistake | undefined =>
  isCollection(value) ? { constraint: "isObject", message: "must be an object of its class" } : undefined;
