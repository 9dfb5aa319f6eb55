import { isDate, isUint8Array } from "node:util/types";
import { UNSURE } from "../../validation/acceptor.js";
import { checkOf, type ParamCheck } from "./check.js";

/** ISO 8601 in the form `Date.prototype.toJSON` writes; JSON has no dates. */
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const must = (constraint: string, article: string, holds: (value: unknown) => boolean): ParamCheck =>
  checkOf(holds, constraint, `must be ${article}`);

/** Whether the day is in the calendar: a Date makes March of February 30. */
const isDay = (day: string): boolean => {
  const read = new Date(day);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
};

/** What a Date or its text in JSON means. */
function dateOf(value: unknown): Date | undefined {
  const isIso = typeof value === "string" && ISO_DATE.test(value) && isDay(value.slice(0, 10));
  const read = isIso ? new Date(value) : value;
  return isDate(read) && !Number.isNaN(read.getTime()) ? read : undefined;
}

const date: ParamCheck = {
  accept: (value, depth, walk) => (walk.inside(value, depth) ? (dateOf(value) ?? UNSURE) : UNSURE),
  explain: (value, path, report) => {
    const read = dateOf(value);
    if (read !== undefined) return read;
    report({ path, constraint: "isDate", message: "must be a Date (in JSON an ISO 8601 string)" });
    return value;
  },
};

const CHECKS = new Map<unknown, ParamCheck>([
  [String, must("isString", "a string", (value) => typeof value === "string")],
  [Number, must("isNumber", "a finite number", Number.isFinite)],
  [Boolean, must("isBoolean", "a boolean", (value) => typeof value === "boolean")],
  [BigInt, must("isBigInt", "a bigint", (value) => typeof value === "bigint")],
  [Date, date],
  [Uint8Array, must("isUint8Array", "a Uint8Array", isUint8Array)],
]);

/** The check of a parameter declared as `string`, `number`, `boolean`, `bigint`, `Date` or `Uint8Array`. */
export const primitiveCheck = (type: unknown): ParamCheck | undefined => CHECKS.get(type);
