import { RpcError } from "../../../decorators/index.js";
import type { RunFailure } from "../run.api.js";

/** What is told of something thrown. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof RpcError) return { code: error.code, message: error.message };
  return { code: "NODE_FAILED", message: error instanceof Error ? error.message : String(error) };
}
