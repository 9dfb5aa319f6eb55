import { accepted, UNSURE } from "../../validation/acceptor.js";
import { MAX_ISSUES, pathIn, type ReportIssue, type ValidationIssue } from "../../validation/issue.js";
import { DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "../../validation/payload-limits.js";
import { listOf } from "../../validation/steps.js";
import type { ParamCheck } from "./check.js";

/** The check of a list, by that of its elements. */
export const arrayOf = (element: ParamCheck): ParamCheck => ({
  accept: listOf(element),
  explain: (value, path, report) => {
    if (Array.isArray(value)) return explainEach(element, value, path, report);
    report({ path, constraint: "isArray", message: "must be an array" });
    return value;
  },
});

/** Explains those elements that are not accepted, as many at a time as an error names, until it has its issues. */
async function explainEach(
  element: ParamCheck,
  list: readonly unknown[],
  path: string,
  report: ReportIssue,
): Promise<unknown[]> {
  let found = 0;
  // The holes of a sparse array are elements too, and undefined.
  const made = Array.from(list, (item) => accepted(element, item, new PayloadWalk(DEFAULT_PAYLOAD_LIMITS)));
  const unsure = [...made.keys()].filter((index) => made[index] === UNSURE);
  for (let next = 0; next < unsure.length && found < MAX_ISSUES; next += MAX_ISSUES) {
    const explained = unsure.slice(next, next + MAX_ISSUES).map(async (index) => {
      const issues: ValidationIssue[] = [];
      made[index] = await element.explain(
        list[index],
        pathIn(path, index),
        (issue) => void issues.push(issue),
      );
      return issues;
    });
    for (const issue of (await Promise.all(explained)).flat()) {
      found++;
      report(issue);
    }
  }
  return made;
}
