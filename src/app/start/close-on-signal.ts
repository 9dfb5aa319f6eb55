import { complainOf } from "../terminal.js";

/** Milliseconds that closing may take. */
const LIMIT_MS = 5000;

/**
 * Has SIGINT (Ctrl+C) and SIGTERM close the application and then end the process: with 0, or with 1 when
 * closing failed or took too long. Further signals change nothing, as npm passes one on that the terminal
 * has sent already.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    void closeAndExit(close);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

async function closeAndExit(close: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(1), LIMIT_MS).unref();
  try {
    await close();
    process.exit(0);
  } catch (error) {
    complainOf(error);
    process.exit(1);
  }
}
