import type { RpcLogger } from "./logger.js";

/** Loggers of the servers that listen now; the process has one handler for all of them. */
const loggers = new Set<RpcLogger>();

/**
 * Logs promises that a service left to fail alone, which would end the process, until the returned function
 * is called. https://nodejs.org/docs/latest-v20.x/api/process.html#event-unhandledrejection
 */
export function logUnhandledRejections(logger: RpcLogger): () => void {
  if (loggers.size === 0) process.on("unhandledRejection", log);
  loggers.add(logger);
  return () => {
    if (loggers.delete(logger) && loggers.size === 0) process.off("unhandledRejection", log);
  };
}

function log(reason: unknown): void {
  for (const logger of loggers) logger.error("A promise was rejected and nobody handled it", reason);
}
