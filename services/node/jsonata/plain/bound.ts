import { VALUE_SIZE } from "../expression-data.js";

/** A bound that grows with the size of what an expression works on: `constant + linear * size`. */
export interface Bound {
  constant: number;
  linear: number;
}

export const constant = (value: number): Bound => ({ constant: value, linear: 0 });

/** As much as there is to work on. */
export const SAME: Bound = { constant: 0, linear: 1 };

export const UNBOUNDED: Bound = constant(Number.POSITIVE_INFINITY);

export const sum = (...bounds: readonly Bound[]): Bound => ({
  constant: bounds.reduce((total, bound) => total + bound.constant, 0),
  linear: bounds.reduce((total, bound) => total + bound.linear, 0),
});

export const times = ({ constant: fixed, linear }: Bound, factor: number): Bound => ({
  constant: fixed * factor,
  linear: linear * factor,
});

/** Something that is done for each member of a list of that size, which has no more members than fit into it. */
export function forEach(each: Bound, list: Bound): Bound {
  const { constant: fixed, linear } = times(list, each.constant / VALUE_SIZE + each.linear);
  // One value is a list of one.
  return { constant: fixed + each.constant, linear };
}

/** The bound for a given size. */
export const at = ({ constant: fixed, linear }: Bound, size: number): number =>
  fixed + (linear === 0 ? 0 : linear * size);
