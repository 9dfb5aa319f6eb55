import type { ValidationIssue } from "./issue.js";

/** Takes what is wrong with a value. */
export type ReportIssue = (issue: ValidationIssue) => void;

/** Checks one value and gives what the handler gets; reports what is wrong instead of throwing it. */
export type ParamCheck = (value: unknown, path: string, report: ReportIssue) => unknown | Promise<unknown>;
