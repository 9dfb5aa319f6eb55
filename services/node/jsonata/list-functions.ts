import { isRecord } from "../../validation/is-record.js";
import type { Focus } from "./focus.js";
import { isContainer } from "./value-sizes.js";

/** What long work calls between its steps. */
export type Pause = () => Promise<void> | undefined;

type Comparator = (left: unknown, right: unknown) => unknown;

/** `$spread`: each property an object of its own. */
export function spread(this: Focus, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const parts = value.flatMap((member) => spread.call(this, member));
    return parts.filter((part) => part !== undefined);
  }
  if (!isContainer(value)) return value;
  const parts = this.createSequence();
  for (const entry of Object.entries(value)) parts.push(Object.fromEntries([entry]));
  return parts;
}

/** `$distinct`: the first of each members that are equal. */
export function distinctWith(pause: Pause) {
  return async function distinct(this: Focus, list: unknown) {
    if (!Array.isArray(list) || list.length <= 1) return list;
    const isSequence = (list as { sequence?: true }).sequence === true;
    const members = isSequence ? this.createSequence() : [];
    const seen = new Set<unknown>();
    for (const member of list) {
      const key = keyOf(member);
      if (!seen.has(key)) members.push(member);
      seen.add(key);
      await pause();
    }
    return members;
  };
}

/** The same for equal values, whatever the order of their properties. */
function keyOf(value: unknown): unknown {
  if (typeof value === "string") return `"${value}`;
  return isContainer(value) ? JSON.stringify(value, ordered) : value;
}

function ordered(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

/** `$sort`: numbers or texts as they are, anything by a function that says whether the left goes after the right. */
export function sortWith(pause: Pause) {
  return async function sort(list: unknown[] | undefined, comparator: Comparator | undefined) {
    if (list === undefined || list.length <= 1) return list;
    if (comparator !== undefined) return mergeSort(list, comparator, pause);
    const isSortable = ["number", "string"].some((type) => list.every((member) => typeof member === type));
    if (!isSortable) throw { code: "D3070", index: 1 };
    return [...list].sort((a, b) => Number(isAfter(a, b)) - Number(isAfter(b, a)));
  };
}

const isAfter = (a: unknown, b: unknown): boolean => (a as string) > (b as string);

/** Merges sorted runs, two at a time, into ever longer ones. */
async function mergeSort(list: readonly unknown[], isAfter: Comparator, pause: Pause): Promise<unknown[]> {
  let runs = [...list];
  for (let width = 1; width < list.length; width *= 2) {
    const merged: unknown[] = [];
    for (let start = 0; start < list.length; start += 2 * width) {
      const middle = Math.min(start + width, list.length);
      const end = Math.min(middle + width, list.length);
      let left = start;
      let right = middle;
      while (left < middle || right < end) {
        const takesRight = left === middle || (right < end && (await isAfter(runs[left], runs[right])));
        merged.push(takesRight ? runs[right++] : runs[left++]);
        await pause();
      }
    }
    runs = merged;
  }
  return runs;
}
