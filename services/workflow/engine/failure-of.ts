import { RpcError } from "../../../decorators/index.js";
import { encodeValue } from "../../database/stored-value.js";
import type { RunFailure } from "../run.api.js";

/** The most that is kept of an error's `data`, in bytes. */
const MAX_DATA_BYTES = 64 * 1024;

/** What is told of something thrown. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof RpcError) {
    const { code, message, data } = error;
    return { code, message, ...(data !== undefined && isSmall(data) && { data }) };
  }
  return { code: "NODE_FAILED", message: error instanceof Error ? error.message : String(error) };
}

/** Whether a value can be kept, and takes little room. */
function isSmall(value: unknown): boolean {
  try {
    return encodeValue(value).byteLength <= MAX_DATA_BYTES;
  } catch {
    return false;
  }
}
