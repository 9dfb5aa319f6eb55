/** Where a server writes what it does. `console` is one. */
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
  warn: (message, details) => console.warn(...line(message, details)),
  error: (message, details) => console.error(...line(message, details)),
};

const line = (message: string, details: unknown): unknown[] =>
  details === undefined ? [`[rpc] ${message}`] : [`[rpc] ${message}`, details];

/** A text from outside for a line of the log, where no control character of it may begin another line. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
