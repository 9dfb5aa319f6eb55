import { type Acceptor, UNSURE } from "../../validation/acceptor.js";
import type { ReportIssue } from "../../validation/issue.js";

/** How one parameter is checked. Its value is neither null nor undefined. */
export interface ParamCheck {
  /** Gives what the handler gets, at once. */
  accept: Acceptor;
  /**
   * Does the same for a value that `accept` is not sure of, in its time. It reports what is wrong instead of throwing
   * it; what it returns then is of no interest.
   */
  explain(value: unknown, path: string, report: ReportIssue): unknown | Promise<unknown>;
}

/** The check of a value by what is wrong with it, if anything is. */
export function checkOf(holds: (value: unknown) => boolean, constraint: string, message: string): ParamCheck {
  return {
    accept: (value, depth, walk) => (holds(value) && walk.inside(value, depth) ? value : UNSURE),
    explain: (value, path, report) => {
      if (!holds(value)) report({ path, constraint, message });
      return value;
    },
  };
}

/** Takes any value within the payload's limits. */
export const ANYTHING: ParamCheck = {
  accept: (value, depth, walk) => (walk.inside(value, depth) ? value : UNSURE),
  explain: (value) => value,
};
