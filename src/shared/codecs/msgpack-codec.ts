import { Packr, Unpackr } from "msgpackr/index-no-eval";
import { notSerializable } from "../not-serializable.js";
import { reasonOf } from "../reason-of.js";
import type { Codec } from "./codec.js";
import { addBuiltins } from "./msgpack-builtins.js";
import { refused, surveyFrame } from "./msgpack-survey.js";

// The build without `new Function`, which a page's Content-Security-Policy would refuse.
const packr = /* @__PURE__ */ createPackr();

// Apart from the packer, which would let what one peer sent stay on in its record structures. Bytes are
// copied, or each would hold, and show, the whole frame.
const unpackr = /* @__PURE__ */ new Unpackr({ structuredClone: true, copyBuffers: true });

/**
 * MessagePack with extensions for what structured clone carries: Date, Map, Set, BigInt, typed arrays, cycles.
 * What no clone carries is for its caller to refuse. What differs from a clone: -0 arrives as 0, a hole in a list as undefined, half a surrogate pair as U+FFFD.
 *
 * What a frame may become is a closed list, whatever its bytes: primitives but for symbols, plain objects of
 * data properties, lists, Maps, Sets, Dates, RegExps, errors, ArrayBuffers and their views.
 */
export const msgpackCodec: Codec = {
  encode(message) {
    try {
      return packr.pack(message);
    } catch (error) {
      throw notSerializable(`message: ${reasonOf(error)}`);
    }
  },

  decode(frame) {
    if (typeof frame === "string") throw refused("it is text");
    const bytes = bytesOf(frame);
    surveyFrame(bytes);
    return unpackOne(bytes);
  },
};

function createPackr(): Packr {
  addBuiltins();
  return new Packr({ structuredClone: true, useToJSON: false });
}

/** The one value of a frame. `unpack` would print the first of several into its message, at any size. */
function unpackOne(bytes: Uint8Array): unknown {
  let value: unknown;
  let end = 0;
  try {
    unpackr.unpackMultiple(bytes, (first: unknown, _start?: number, after = 0) => {
      value = first;
      end = after;
      return false;
    });
  } catch {
    // What the frame is not matters more than where unpacking stopped.
    throw refused("it does not make a value");
  }
  if (end !== bytes.length) throw refused("it has more than one value");
  return value;
}

/** A Node Buffer as what a clone would make of it. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
