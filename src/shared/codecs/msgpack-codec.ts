import { Packr, Unpackr } from "msgpackr/index-no-eval";
import { RpcError } from "../../../decorators/rpc-error.js";
import { findUncloneable } from "../cloneable.js";
import { notSerializable } from "../not-serializable.js";
import { type Codec, reasonOf } from "./codec.js";
import { addBuiltins } from "./msgpack-builtins.js";

// The build without `new Function`, which a page's Content-Security-Policy would refuse.
const packr = /* @__PURE__ */ createPackr();

// Apart from the packer, which would let what one peer sent stay on in its record structures. Bytes are
// copied, or each would hold, and show, the whole frame.
const unpackr = /* @__PURE__ */ new Unpackr({ structuredClone: true, copyBuffers: true });

/**
 * MessagePack with extensions for what structured clone carries: Date, Map, Set, BigInt, typed arrays, cycles.
 * What differs from a clone: -0 arrives as 0, a hole in a list as undefined, half a surrogate pair as U+FFFD.
 */
export const msgpackCodec: Codec = {
  encode(message) {
    for (const one of Array.isArray(message) ? message : [message]) refuseUncloneable(one);
    try {
      return packr.pack(message);
    } catch (error) {
      throw notSerializable(`message: ${reasonOf(error)}`);
    }
  },

  decode(frame) {
    try {
      if (typeof frame !== "string") {
        // One value too many is no error here: `unpack` would print the first into its message, at any size.
        const values = unpackr.unpackMultiple(bytesOf(frame));
        if (values.length === 1) return values[0];
      }
    } catch {
      // Falls through: what it is not matters more than where unpacking stopped.
    }
    throw new RpcError("PARSE_ERROR", "The frame is not MessagePack");
  },
};

function createPackr(): Packr {
  addBuiltins();
  return new Packr({ structuredClone: true, useToJSON: false });
}

function refuseUncloneable(message: object): void {
  for (const [name, value] of Object.entries(message)) {
    const place = placeAtFault(value, name);
    if (place !== undefined) throw notSerializable(place);
  }
}

/** A getter that throws is at fault as well. */
function placeAtFault(value: unknown, name: string): string | undefined {
  try {
    return findUncloneable(value, name);
  } catch (error) {
    return `${name}: ${reasonOf(error)}`;
  }
}

/** A Node Buffer as what a clone would make of it. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
