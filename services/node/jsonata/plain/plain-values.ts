import { isDate } from "node:util/types";
import { isRecord } from "../../../../src/validation/is-record.js";
import { type Budget, ELSEWHERE } from "./budget.js";

/** Lists that the evaluation has made, with what they are to it; to everybody else they are lists. */
export class Sequences {
  readonly #isKept = new WeakMap<readonly unknown[], boolean>();

  of(...members: unknown[]): unknown[] {
    this.#isKept.set(members, false);
    return members;
  }

  has(list: readonly unknown[]): boolean {
    return this.#isKept.has(list);
  }

  /** From now on it stays a list though it has one member. */
  keep(list: readonly unknown[]): void {
    if (this.has(list)) this.#isKept.set(list, true);
  }

  /** What a value is outside: a sequence of none is nothing, one of one is its member. */
  single(value: unknown): unknown {
    if (!Array.isArray(value) || !this.has(value)) return value;
    if (value.length === 0) return undefined;
    return value.length === 1 && this.#isKept.get(value) === false ? value[0] : value;
  }
}

/** A number that can be calculated with. */
export function isNumber(value: unknown): value is number {
  if (typeof value !== "number" || Number.isNaN(value)) return false;
  // The library has an error for it.
  if (!Number.isFinite(value)) throw ELSEWHERE;
  return true;
}

/** What `name` is in an object, or in each member of a list. */
export function lookup(value: unknown, name: string, sequences: Sequences, budget: Budget): unknown {
  budget.spend(1);
  if (!Array.isArray(value)) return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  const found = sequences.of();
  for (const member of value) {
    const inner = lookup(member, name, sequences, budget);
    if (Array.isArray(inner)) {
      budget.spend(inner.length);
      for (const one of inner) found.push(one);
    } else if (inner !== undefined) found.push(inner);
  }
  return found;
}

/** Whether a value counts as true; undefined when there is no value. */
export function truth(value: unknown, budget: Budget): boolean | undefined {
  budget.spend(1);
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 1) return truth(value[0], budget);
    return value.some((member) => truth(member, budget) === true);
  }
  if (typeof value === "string") return value !== "";
  if (isNumber(value)) return value !== 0;
  if (!isRecord(value)) return value === true;
  const names = Object.keys(value);
  budget.spend(names.length);
  return names.some((name) => value[name] !== undefined);
}

/** Characters that are compared at a step: it takes next to no time. */
const COMPARED_AT_ONCE = 64;

/** Whether two values are one and the same to the language: texts of the same characters are. */
export function isSame(left: unknown, right: unknown, budget: Budget): boolean {
  // They may be as long as they like, and take as long to compare.
  if (typeof left === "bigint" && typeof right === "bigint") throw ELSEWHERE;
  budget.spend(typeof left === "string" && typeof right === "string" ? comparing(left, right) : 1);
  return left === right;
}

/** What it costs to compare two texts. */
export const comparing = (left: string, right: string): number =>
  1 + Math.min(left.length, right.length) / COMPARED_AT_ONCE;

/** Whether two values are equal, whatever the order of their properties. */
export function isEqual(left: unknown, right: unknown, budget: Budget): boolean {
  if (isSame(left, right, budget)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    return left.every((member, at) => isEqual(member, right[at], budget));
  }
  if (isDate(left) && isDate(right)) return left.getTime() === right.getTime();
  if (!isRecord(left) || !isRecord(right)) return false;
  const names = namesOf(left, budget);
  return (
    names.length === namesOf(right, budget).length &&
    names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name], budget))
  );
}

/** The names of what is there. */
export function namesOf(value: Readonly<Record<string, unknown>>, budget: Budget): string[] {
  const names = Object.keys(value);
  budget.spend(names.length);
  return names.filter((name) => value[name] !== undefined);
}

/** A value as text, if it is not one that has others in it. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (isNumber(value)) return JSON.stringify(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
  if (typeof value === "boolean" || value === null) return String(value);
  throw ELSEWHERE;
}

/** A list after another; what is not a list is one of one. */
export function appended(left: unknown, right: unknown, budget: Budget): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const lists = [left, right].map((value) => (Array.isArray(value) ? value : [value]));
  for (const { length } of lists) budget.spend(length);
  return lists.flat();
}
