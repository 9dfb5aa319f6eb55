import { RpcError } from "../../../decorators/rpc-error.js";
import { findLostInJson } from "../cloneable.js";
import { notSerializable } from "../not-serializable.js";
import type { Codec } from "./codec.js";

/**
 * JSON text, as JSON-RPC 2.0 has it. A Date becomes its ISO string and NaN null, as JSON defines; what JSON
 * would lose in silence (Map, Set, BigInt, bytes) is refused.
 */
export const jsonCodec: Codec = {
  encode(message) {
    for (const [member, value] of Object.entries(message)) {
      const place = findLostInJson(value, member);
      if (place !== undefined) throw notSerializable(place);
    }
    // JSON-RPC requires the member, and JSON has no undefined.
    const whole =
      "result" in message && message.result === undefined ? { ...message, result: null } : message;
    try {
      return JSON.stringify(whole);
    } catch (error) {
      if (error instanceof TypeError) throw notSerializable(`${error.message.split("\n")[0]}`);
      throw error;
    }
  },

  decode(frame) {
    try {
      return JSON.parse(typeof frame === "string" ? frame : new TextDecoder().decode(frame));
    } catch {
      throw new RpcError("PARSE_ERROR", "The frame is not JSON");
    }
  },
};
