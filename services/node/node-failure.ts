import { RpcError } from "../../decorators/index.js";
import { messageOf } from "../values/message-of.js";
import type { NodeFailure } from "./node.api.js";

/** What a caller is told of whatever a node threw. */
export function nodeFailure(error: unknown): NodeFailure {
  if (error instanceof RpcError) {
    const { code, message, data } = error;
    return { code, message, ...(data !== undefined && { data }) };
  }
  return { code: "NODE_FAILED", message: messageOf(error) };
}
