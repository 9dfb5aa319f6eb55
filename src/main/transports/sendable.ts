import { isProxy, isSharedArrayBuffer } from "node:util/types";
import { serialize } from "node:v8";
import { findUncloneable, type PlatformProbe } from "../../shared/cloneable.js";
import type { RpcResponse } from "../../shared/messages.js";
import { notSerializable } from "../../shared/not-serializable.js";

/** What V8's serializer, which Electron sends with, refuses and no script can see. */
const nodeProbe: PlatformProbe = {
  object(value) {
    if (isProxy(value)) return "Proxy";
    return ArrayBuffer.isView(value) && isSharedArrayBuffer(value.buffer) ? "shared memory" : undefined;
  },
  instance(value) {
    try {
      serialize(value);
      return undefined;
    } catch {
      return value.constructor?.name || "native object";
    }
  },
};

/**
 * Gives the value back when a clone can carry all of it: Electron does not answer a call whose result it
 * cannot clone, and loses such an event without a word.
 *
 * @param name What `value` is called in the error, e.g. `result`.
 * @throws RpcError NOT_SERIALIZABLE with `data.path`, e.g. `result.user.save: function`.
 */
export function assertSendable<T>(value: T, name: string): T {
  const place = findUncloneable(value, name, nodeProbe);
  if (place !== undefined) throw notSerializable(place);
  return value;
}

/**
 * The reply as a clone can carry it: an error whose details cannot travel keeps its code and message.
 *
 * @throws RpcError NOT_SERIALIZABLE with `data.path` when a result cannot be cloned.
 */
export function sendableReply(reply: RpcResponse): RpcResponse {
  if ("result" in reply) assertSendable(reply.result, "result");
  if (!("error" in reply) || findUncloneable(reply.error, "error", nodeProbe) === undefined) return reply;
  const { code, message } = reply.error;
  return { error: { code, message } };
}
