import { inspect } from "node:util";
import { printable, printableLines } from "../shared/printable.js";

/** Prints lines. All that the application prints goes through here, as a path or a message may come from outside. */
export const say = (...lines: readonly string[]): void => console.log(lines.map(printable).join("\n"));

/** Prints one line on what is wrong. */
export const complain = (line: string): void => console.error(printable(line));

/** Prints an error that nobody foresaw, whole. */
export const complainOf = (error: unknown): void => console.error(printableLines(inspect(error)));
