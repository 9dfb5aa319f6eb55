import type { ValidationError } from "class-validator";
import type { ReportIssue } from "./check.js";

/** Reports what class-validator found wrong with a value, and with what is inside it. */
export function reportError(error: ValidationError, path: string, report: ReportIssue): void {
  for (const [constraint, message] of Object.entries(error.constraints ?? {})) {
    report({ path, constraint, message });
  }
  for (const child of error.children ?? []) reportError(child, placeIn(path, child), report);
}

/**
 * The path of what an error is about. class-validator names an element of a list by its index, and names nothing when
 * the object itself is at fault.
 */
export function placeIn(parent: string, { property = "" }: ValidationError): string {
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}${property && `.${property}`}`;
}
