import type { RpcLogger } from "./logger.js";

/** One entry a server that listens now; two servers may share a logger. The process has one handler for all. */
const listening = new Set<{ logger: RpcLogger }>();

/**
 * Logs promises that a service left to fail alone, which would end the process, until the returned function
 * is called. https://nodejs.org/docs/latest-v20.x/api/process.html#event-unhandledrejection
 */
export function logUnhandledRejections(logger: RpcLogger): () => void {
  if (listening.size === 0) process.on("unhandledRejection", log);
  const entry = { logger };
  listening.add(entry);
  return () => {
    if (listening.delete(entry) && listening.size === 0) process.off("unhandledRejection", log);
  };
}

function log(reason: unknown): void {
  for (const logger of new Set([...listening].map((entry) => entry.logger))) {
    logger.error("A promise was rejected and nobody handled it", reason);
  }
}
