import { inspect } from "node:util";
import { printable, printableLines } from "../shared/printable.js";

/**
 * Where a server writes what it does. `console` is one. A message is one printable line, whatever was called,
 * sent or thrown; `details` are as they were thrown, and what is in them may come from outside.
 */
export interface RpcLogger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** Warnings and errors to the console; each call and its duration only when asked for. */
export const consoleLogger: RpcLogger = {
  debug: () => {},
  info: () => {},
  warn: (...entry) => console.warn(print(...entry)),
  error: (...entry) => console.error(print(...entry)),
};

/** One text: with several, the console would read the first as a format. */
const print = (message: string, details?: unknown): string =>
  `[rpc] ${printable(message)}${details === undefined ? "" : ` ${printableLines(describe(details))}`}`;

function describe(details: unknown): string {
  try {
    return typeof details === "string" ? details : inspect(details);
  } catch {
    return "(details that cannot be shown)";
  }
}

const printing = new WeakMap<RpcLogger, RpcLogger>();

/** The same logger, told printable messages only: a server logs through it, so that no place in it has to care. */
export function printableLogger(logger: RpcLogger): RpcLogger {
  let made = printing.get(logger);
  if (made === undefined) {
    made = {
      debug: (message, ...details) => logger.debug(printable(message), ...details),
      info: (message, ...details) => logger.info(printable(message), ...details),
      warn: (message, ...details) => logger.warn(printable(message), ...details),
      error: (message, ...details) => logger.error(printable(message), ...details),
    };
    printing.set(logger, made);
  }
  return made;
}
