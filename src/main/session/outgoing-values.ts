import { isProxy } from "node:util/types";
import { serialize } from "node:v8";
import { type PlatformProbe, type Survey, survey } from "../../shared/cloneable.js";
import { errorToWire } from "../../shared/error-wire.js";
import type { RpcErrorWire } from "../../shared/messages.js";
import { notSerializable } from "../../shared/not-serializable.js";
import type { RpcPeer, SessionContext } from "./session.js";

/** Classes of which an instance was sent: the next one is only looked into. */
const sent = new WeakSet<object>();

/** What V8's serializer, which Electron sends with, refuses and no script can see. */
const nodeProbe: PlatformProbe = {
  object: (value) => (isProxy(value) ? "Proxy" : undefined),
  instance(value) {
    const ofClass = classOf(value);
    if (ofClass !== undefined && sent.has(ofClass)) return undefined;
    try {
      serialize(value);
    } catch {
      return value.constructor?.name || "native object";
    }
    if (ofClass !== undefined) sent.add(ofClass);
    return undefined;
  },
};

/** The prototype of a class that scripts made: it says all of its instances, unless they call themselves something. */
function classOf(value: object): object | undefined {
  if (ArrayBuffer.isView(value)) return undefined;
  return Object.prototype.toString.call(value) === "[object Object]"
    ? Object.getPrototypeOf(value)
    : undefined;
}

/**
 * Gives the value back when all of it would arrive.
 *
 * @param name What `value` is called in the error, e.g. `result`.
 * @throws RpcError NOT_SERIALIZABLE with `data.path`, e.g. `result.user.save: function`.
 */
export function assertSendable<T>(value: T, name: string): T {
  const { place } = survey(value, name, "clone", nodeProbe);
  if (place !== undefined) throw notSerializable(place);
  return value;
}

/**
 * What leaves a session, looked over before it does: Electron does not answer a call whose result it cannot
 * clone, and loses such an event without a word.
 */
export class OutgoingValues {
  /** @param peer What is left out of an error is logged under its sender's id. */
  constructor(
    readonly peer: Pick<RpcPeer, "sender" | "encoding">,
    readonly context: Pick<SessionContext, "logger" | "exposeInternals">,
  ) {}

  /** Whether all of a value would arrive, and how much it is. */
  survey(value: unknown, name: string): Survey {
    return survey(value, name, this.peer.encoding ?? "clone", nodeProbe);
  }

  /** @throws RpcError NOT_SERIALIZABLE with `data.path`, e.g. `result.user.save: function`. */
  assert(value: unknown, name: string): void {
    const { place } = this.survey(value, name);
    if (place !== undefined) throw notSerializable(place);
  }

  /** An error as data. Details that cannot travel do not cost its receiver the code and the message. */
  error(error: unknown): RpcErrorWire {
    const { logger, exposeInternals } = this.context;
    return errorToWire(error, exposeInternals, (data) => {
      const { place } = this.survey(data, "data");
      if (place === undefined) return true;
      logger.warn(`An error went to ${this.peer.sender.id} without its data, which cannot be sent: ${place}`);
      return false;
    });
  }
}
