import { RpcError } from "../../../decorators/index.js";
import { encodeValue } from "../../database/stored-value.js";
import { constantOf } from "../../values/constant.js";
import { messageOf } from "../../values/message-of.js";
import type { RunFailure } from "../run.api.js";

/** The most that is kept of an error's `data`, in bytes. */
const MAX_DATA_BYTES = 64 * 1024;

/** What is told of something thrown. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof RpcError) {
    const { code, message, data } = error;
    return { code, message, ...kept(data) };
  }
  return { code: "NODE_FAILED", message: messageOf(error) };
}

/** An error's `data` as it is now, if it can be kept and takes little room. */
function kept(data: unknown): Pick<RunFailure, "data"> {
  if (data === undefined) return {};
  try {
    const taken = constantOf(data, "data");
    return encodeValue(taken).byteLength <= MAX_DATA_BYTES ? { data: taken } : {};
  } catch {
    return {};
  }
}
