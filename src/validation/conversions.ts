import { isDate } from "node:util/types";
import type { Class } from "../../decorators/metadata.js";

/**
 * What class-transformer makes of a value that has no `@Type`, as far as rules need it: Dates of this realm, and lists
 * without holes, which `each` would pass over. Everything else stays as it came, where class-transformer would copy
 * it and ruin some.
 */
export function untyped(value: unknown): unknown {
  if (!Array.isArray(value)) return ownDate(value);
  const isAsItShouldBe = !value.includes(undefined) && !value.some((element) => ownDate(element) !== element);
  return isAsItShouldBe ? value : value.filter(() => true).map(ownDate);
}

const ownDate = (value: unknown): unknown =>
  typeof value === "object" && isDate(value) ? new Date(value.valueOf()) : value;

/**
 * What class-transformer makes of a value, other than null and undefined, for a `@Type` that names a built-in
 * class. Of any other built-in class, values stay as they are.
 */
export const CONVERSIONS: ReadonlyMap<unknown, (value: never) => unknown> = new Map<
  unknown,
  (value: never) => unknown
>([
  [String, (value) => String(value)],
  [Number, (value) => Number(value)],
  [Boolean, (value) => Boolean(value)],
  [Buffer, (value) => Buffer.from(value)],
  [Date, (value) => new Date(isDate(value) ? (value as Date).valueOf() : value)],
]);

/**
 * Whether a text reads as a date in ISO 8601 and names a day that is in no calendar: of February 30, a Date makes
 * March 2.
 */
export function isNoDay(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(value) ?? [];
  if (year === undefined) return false;
  const read = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.getUTCDate() !== Number(day);
}

/** Whether a class is the language's or the platform's, so that no decorator says anything of it. */
export const isBuiltIn = (type: Class): boolean => Reflect.get(globalThis, type.name) === type;
