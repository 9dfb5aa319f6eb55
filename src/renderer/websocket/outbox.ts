import { RpcError } from "../../../decorators/rpc-error.js";
import type { Frame } from "../../shared/codecs/codec.js";
import { errorToWire } from "../../shared/error-wire.js";
import type { RpcId, RpcResponse } from "../../shared/messages.js";
import type { Link } from "./link.js";

/** What goes to the server: now, or once there is a socket. */
export interface OutgoingMessage {
  readonly frame: Frame;
}

/** A call that has no reply yet. */
export interface PendingCall extends OutgoingMessage {
  readonly id: RpcId;
  readonly method: string;
  /** The event it subscribes to, when it does that. */
  readonly event?: string | undefined;
  readonly settle: (reply: RpcResponse) => void;
  /** Whether it goes with one socket, whatever its method: what streams to it does. */
  readonly isOnce?: boolean;
  /** Sockets it was sent on. */
  sends: number;
  /** Whether its caller wants it no more, though it was sent. */
  cancelled: boolean;
}

export type NewCall = Omit<PendingCall, "cancelled">;

/** One-way messages until they are sent, and calls until they are settled, over one socket after the other. */
export class Outbox {
  readonly #calls = new Map<RpcId, PendingCall>();
  /** In the order in which it goes to the next socket. */
  readonly #waiting = new Set<OutgoingMessage>();
  #count = 0;

  /** @param maxQueued Messages that may wait for a socket, besides subscriptions and what was sent already. */
  constructor(
    readonly link: Pick<Link, "isOpen" | "send" | "keepAlive">,
    readonly maxQueued: number,
  ) {}

  get(id: RpcId): PendingCall | undefined {
    return this.#calls.get(id);
  }

  /** An id that no call here has; the caller of another may have given it one like ours. */
  nextId(): RpcId {
    do this.#count++;
    while (this.#calls.has(this.#count));
    return this.#count;
  }

  /** @throws RpcError UNAVAILABLE when too many messages wait already; what the socket throws. */
  post(message: OutgoingMessage): void {
    if (this.link.isOpen) this.link.send(message.frame);
    else if (this.#waiting.size >= this.maxQueued && isNew(message)) throw tooMany(this.maxQueued);
    else {
      this.#waiting.add(message);
      this.link.keepAlive();
    }
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Sends a call, now or later, and keeps it until it is settled. */
  call(call: NewCall): void {
    const pending = { ...call, sends: call.sends + (this.link.isOpen ? 1 : 0), cancelled: false };
    this.#calls.set(call.id, pending);
    try {
      this.post(pending);
    } catch (error) {
      this.settle(pending, failure(error));
    }
  }

  /** Gives a call its one reply; it is sent no more. */
  settle(call: PendingCall, reply: RpcResponse): void {
    if (this.#calls.get(call.id) !== call) return;
    this.#calls.delete(call.id);
    this.#waiting.delete(call);
    call.settle(reply);
  }

  /** Settles a call that was not sent yet, and makes sure that one on its way is not sent again. */
  cancel(id: RpcId): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    call.cancelled = true;
    if (!this.#waiting.has(call)) return;
    const error = new RpcError("CANCELLED", `${call.method} was cancelled before it was sent`);
    this.settle(call, failure(error));
  }

  /** The calls without a reply, in the order they were made. */
  pending(): PendingCall[] {
    return [...this.#calls.values()];
  }

  /** Those of them that wait for a socket. */
  waiting(): PendingCall[] {
    return this.pending().filter((call) => this.#waiting.has(call));
  }

  /** Those without a reply that were sent on the socket there is, or was until now. */
  inFlight(): PendingCall[] {
    return this.pending().filter((call) => !this.#waiting.has(call));
  }

  /** Sends what waits: these messages of it, or all. */
  flush(messages: Iterable<OutgoingMessage> = this.#waiting): void {
    for (const message of [...messages]) {
      this.#waiting.delete(message);
      if (isCall(message)) this.#sendAgain(message);
      else this.link.send(message.frame);
    }
  }

  /** Its socket is gone: it is for the next. */
  wait(call: PendingCall): void {
    this.#waiting.add(call);
  }

  /** No other socket comes: every call ends with the reply. */
  close(reply: RpcResponse): void {
    for (const call of this.pending()) this.settle(call, reply);
    this.#waiting.clear();
  }

  #sendAgain(call: PendingCall): void {
    call.sends++;
    try {
      this.link.send(call.frame);
    } catch (error) {
      this.settle(call, failure(error));
    }
  }
}

const isCall = (message: OutgoingMessage): message is PendingCall => "settle" in message;

/** Neither one of the few events there are to listen to, nor taken from the wire. */
const isNew = (message: OutgoingMessage): boolean =>
  !isCall(message) || (message.event === undefined && message.sends === 0);

/** A socket's own failure to send is the connection's, not the handler's. */
export function failure(error: unknown): RpcResponse {
  const declared =
    error instanceof RpcError ? error : new RpcError("UNAVAILABLE", `The call did not get through: ${error}`);
  return { error: errorToWire(declared, false) };
}

/** What a session that has ended says to everything, and what stands for a reply that a socket took with it. */
export const isUnavailable = (reply: RpcResponse): boolean =>
  "error" in reply && reply.error.code === "UNAVAILABLE";

const tooMany = (limit: number) =>
  new RpcError("UNAVAILABLE", `There is no connection, and ${limit} messages wait for it already`);
