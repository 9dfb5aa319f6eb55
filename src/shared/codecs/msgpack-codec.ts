import { Packr } from "msgpackr/index-no-eval";
import { RpcError } from "../../../decorators/rpc-error.js";
import { findUncloneable } from "../cloneable.js";
import { notSerializable } from "../not-serializable.js";
import type { Codec } from "./codec.js";

// The build without `new Function`, which a page's Content-Security-Policy would refuse.
const packr = new Packr({ structuredClone: true, moreTypes: true });

/** MessagePack with extensions for what structured clone carries: Date, Map, Set, BigInt, typed arrays, cycles. */
export const msgpackCodec: Codec = {
  encode(message) {
    for (const [member, value] of Object.entries(message)) {
      const place = findUncloneable(value, member);
      if (place !== undefined) throw notSerializable(place);
    }
    return packr.pack(message);
  },

  decode(frame) {
    try {
      if (typeof frame !== "string") return packr.unpack(frame);
    } catch {
      // Falls through: what it is not matters more than where unpacking stopped.
    }
    throw new RpcError("PARSE_ERROR", "The frame is not MessagePack");
  },
};
