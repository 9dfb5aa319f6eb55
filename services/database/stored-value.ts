import v8 from "node:v8";
import { RpcError } from "../../decorators/index.js";

/** The most one encoded value may have, in bytes. */
export const MAX_VALUE_BYTES = 16 * 1024 * 1024;

/**
 * A value in V8's own format for structured clones: Date, Map, Set, BigInt, typed arrays and cycles
 * survive.
 *
 * @throws RpcError `NOT_SERIALIZABLE` or `PAYLOAD_TOO_LARGE`.
 */
export function encodeValue(value: unknown): Uint8Array {
  const encoded = serialize(value);
  if (encoded.byteLength > MAX_VALUE_BYTES) {
    throw new RpcError(
      "PAYLOAD_TOO_LARGE",
      `The value has ${encoded.byteLength} bytes encoded; at most ${MAX_VALUE_BYTES} can be stored`,
      { data: { limit: MAX_VALUE_BYTES } },
    );
  }
  return encoded;
}

export function decodeValue(encoded: Uint8Array): unknown {
  const deserializer = new StoredValueDeserializer(encoded);
  deserializer.readHeader();
  return deserializer.readValue();
}

function serialize(value: unknown): Uint8Array {
  try {
    return v8.serialize(value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RpcError("NOT_SERIALIZABLE", `The value cannot be stored: ${reason}`, { cause });
  }
}

declare module "v8" {
  interface DefaultDeserializer {
    /** Documented by Node, left out of its types. */
    _readHostObject(): NodeJS.ArrayBufferView;
  }
}

/**
 * Gives every view bytes of its own. Node's makes views of the encoded value, whole: a clone of one
 * would carry all the others along.
 */
class StoredValueDeserializer extends v8.DefaultDeserializer {
  override _readHostObject(): NodeJS.ArrayBufferView {
    const view = super._readHostObject();
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    return Reflect.construct(Buffer.isBuffer(view) ? Uint8Array : view.constructor, [bytes]);
  }
}
