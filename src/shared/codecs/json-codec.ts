import { RpcError } from "../../../decorators/rpc-error.js";
import { notSerializable } from "../not-serializable.js";
import { reasonOf } from "../reason-of.js";
import type { Codec } from "./codec.js";

/**
 * JSON text, as JSON-RPC 2.0 has it. A Date becomes its ISO string and NaN null, as JSON defines. What JSON would
 * lose in silence (Map, Set, bytes) a session does not send by it.
 */
export const jsonCodec: Codec = {
  encode: (message) =>
    Array.isArray(message) ? `[${message.map(encodeMessage).join()}]` : encodeMessage(message),

  decode(frame) {
    try {
      return JSON.parse(typeof frame === "string" ? frame : new TextDecoder().decode(frame));
    } catch {
      throw new RpcError("PARSE_ERROR", "The frame is not JSON");
    }
  },
};

/** Member by member, so that a failure can say which. */
function encodeMessage(message: object): string {
  const members: string[] = [];
  for (const [name, value] of Object.entries(message)) {
    // JSON-RPC requires a result, and JSON has no undefined.
    const text = encodeMember(name, value) ?? (name === "result" ? "null" : undefined);
    if (text !== undefined) members.push(`"${name}":${text}`);
  }
  return `{${members.join()}}`;
}

function encodeMember(name: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw notSerializable(`${name}: ${reasonOf(error)}`);
  }
}
