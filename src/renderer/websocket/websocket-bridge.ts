import { RpcError } from "../../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../../shared/bridge.js";
import { findUncloneable } from "../../shared/cloneable.js";
import type { Frame } from "../../shared/codecs/codec.js";
import { msgpackCodec } from "../../shared/codecs/msgpack-codec.js";
import { errorToWire } from "../../shared/error-wire.js";
import { fromJsonRpcResponse, type JsonRpcEvent, type JsonRpcResponse } from "../../shared/json-rpc.js";
import {
  PROTOCOL,
  PROTOCOL_EVENT,
  type RpcId,
  type RpcMeta,
  type RpcParams,
  type RpcRequest,
  type RpcResponse,
  type RpcStreamMessage,
} from "../../shared/messages.js";
import { notSerializable } from "../../shared/not-serializable.js";
import { Batches } from "./batches.js";
import type { ConnectionStatus } from "./connection-status.js";
import { EventCallbacks } from "./event-callbacks.js";
import { Link, type LinkOptions, type Loss } from "./link.js";
import { failure, isUnavailable, type NewCall, Outbox, type PendingCall } from "./outbox.js";
import { type Ask, Subscriptions } from "./subscriptions.js";

/** A call that was on its way on so many sockets when they went may be what ends them. */
const MAX_SENDS = 5;

/** RFC 6455: a message was too big for the other end. */
const MESSAGE_TOO_BIG = 1009;

/**
 * A bridge that outlives its sockets: what may wait for the next one does, and what may not fails. Its
 * functions may be taken off it, as those of any bridge.
 */
export class ReconnectingBridge implements AtomitonBridge {
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #subscriptions: Subscriptions;
  readonly #batches: Batches;
  readonly #events = new EventCallbacks();
  /** What the last server that was asked said. */
  #idempotent: ReadonlySet<string> = new Set();
  #questions = 0;

  /** @param maxQueued Messages that may wait for a socket. */
  constructor(options: LinkOptions, maxQueued: number) {
    this.#link = new Link(options, {
      opened: () => this.#opened(),
      received: (message) => this.#received(message),
      ping: () => this.#ask(PROTOCOL.ping, [], () => {}),
      isWaiting: () => this.#outbox.isWaiting || this.#subscriptions.size > 0,
      lost: (error, how) => this.#lost(error, how),
    });
    this.#outbox = new Outbox(this.#link, maxQueued);
    this.#subscriptions = new Subscriptions(this.#outbox);
    this.#batches = new Batches({
      alone: ({ method, params, meta }, sends) => this.#invoke(method, params, meta, sends),
      mayRepeat: (method) => this.#idempotent.has(method),
    });
  }

  get connection(): ConnectionStatus {
    return this.#link.status;
  }

  get ready(): Promise<void> {
    return this.#link.ready;
  }

  invoke = (method: string, params?: RpcParams, meta?: RpcMeta): Promise<RpcResponse> =>
    this.#invoke(method, params, meta);

  on = (event: string, callback: (payload: unknown) => void): (() => void) =>
    this.#events.add(event, callback);

  /**
   * @throws RpcError NOT_SERIALIZABLE with `data.path`; UNAVAILABLE when too many messages wait. A message to
   * a bridge that is closed is dropped.
   */
  send = (method: string, params?: RpcParams): void => {
    const frame = encode(method, params);
    if (this.#isForServer(method, params) && this.connection.state !== "closed") this.#outbox.post({ frame });
  };

  close = (): void => this.#link.close();

  /** @param sends Sockets it was sent on already. */
  #invoke(method: string, params?: RpcParams, meta: RpcMeta = {}, sends = 0): Promise<RpcResponse> {
    const { id = this.#outbox.nextId(), ...rest } = meta;
    return new Promise((settle) => {
      try {
        this.#assertUsable(id);
        const beside = Object.keys(rest).length > 0 && { meta: rest };
        const frame = encode(method, params, { id, ...beside });
        if (this.#isForServer(method, params))
          this.#call(
            { id, method, frame, settle, sends, isOnce: meta.uploads !== undefined },
            listOf(params),
          );
        else settle({ result: undefined });
      } catch (error) {
        settle(failure(error));
      }
    });
  }

  /** @throws RpcError UNAVAILABLE when all is over; INVALID_REQUEST when no reply could find its call by the id. */
  #assertUsable(id: unknown): void {
    const { state, error } = this.connection;
    if (state === "closed" && error !== undefined) throw error;
    if (typeof id !== "string" && typeof id !== "number") {
      throw new RpcError("INVALID_REQUEST", "meta.id must be a string or a number");
    }
    if (this.#outbox.get(id) !== undefined) {
      throw new RpcError("INVALID_REQUEST", `The id ${id} is of a call that runs`);
    }
  }

  /** Notes what the next socket has to know. Of what means nothing to it, says whether this one is there. */
  #isForServer(method: string, params: RpcParams | undefined): boolean {
    const [subject] = listOf(params);
    switch (method) {
      case PROTOCOL.unsubscribe:
        this.#subscriptions.delete(subject as string);
        return this.#link.isOpen;
      case PROTOCOL.cancel:
        this.#outbox.cancel(subject as RpcId);
        this.#batches.cancel(subject as RpcId);
        return this.#link.isOpen;
      case PROTOCOL.upload:
        return this.#link.isOpen;
      case PROTOCOL.credit:
        if (!this.#link.isOpen) this.#failStream(subject as string);
        return this.#link.isOpen;
      default:
        return true;
    }
  }

  #call(call: NewCall, params: readonly unknown[]): void {
    const [event] = call.method === PROTOCOL.subscribe ? params : [];
    if (call.method === PROTOCOL.batch) this.#batch(call, params as readonly RpcRequest[]);
    else if (typeof event === "string") this.#subscribe(call, event);
    else this.#outbox.call(call);
  }

  #batch(call: NewCall, requests: readonly RpcRequest[]): void {
    const { frame, settle } = call;
    if (this.#link.isOpen) {
      this.#outbox.call({ ...call, settle: this.#batches.sent(requests, frame, settle) });
    } else {
      this.#batches.apart(requests).then(settle, (error: unknown) => settle(failure(error)));
    }
  }

  #subscribe(call: NewCall, event: string): void {
    this.#subscriptions.add(event);
    const settle = (reply: RpcResponse) => {
      if ("error" in reply) this.#subscriptions.refused(event);
      call.settle(reply);
    };
    this.#outbox.call({ ...call, event, settle });
  }

  #ask: Ask = (method, params, settle) => {
    const id = `rpc:${++this.#questions}`;
    this.#outbox.call({ id, method, frame: encode(method, params, { id }), settle, sends: 0 });
  };

  #opened(): void {
    this.#ask(PROTOCOL.describe, [], (reply) => this.#described(reply));
    this.#subscriptions.restore(this.#ask);
    this.#outbox.flush();
  }

  #described(reply: RpcResponse): void {
    if (isUnavailable(reply)) return;
    const { idempotent } = (("result" in reply && reply.result) || {}) as { idempotent?: string[] };
    this.#idempotent = new Set(idempotent);
    this.#link.becomeReady();
  }

  #received(message: unknown): void {
    const { method, params, id } = message as Partial<JsonRpcEvent & JsonRpcResponse>;
    if (method !== undefined) {
      this.#events.deliver(method, params?.[0]);
    } else if (id !== undefined && id !== null) {
      const call = this.#outbox.get(id);
      if (call !== undefined) this.#answered(call, fromJsonRpcResponse(message as JsonRpcResponse));
    }
  }

  /** A session that ended says UNAVAILABLE to everything; when only the method does, a ping is answered. */
  #answered(call: PendingCall, reply: RpcResponse): void {
    if (!isUnavailable(reply) || !this.#mayRepeat(call)) {
      this.#outbox.settle(call, reply);
      return;
    }
    this.#ask(PROTOCOL.ping, [], (pong) => {
      if ("error" in pong) this.#link.drop("its session has ended");
      else this.#outbox.settle(call, reply);
    });
  }

  #mayRepeat({ event, method, sends, cancelled, isOnce }: PendingCall): boolean {
    if (event !== undefined) return this.#subscriptions.has(event);
    return !cancelled && !isOnce && sends < MAX_SENDS && this.#idempotent.has(method);
  }

  #lost(error: RpcError, { wasOpen, final, code }: Loss): void {
    const reply = failure(error);
    const inFlight = this.#outbox.inFlight();
    // Whichever it was, the largest is no smaller, and would end the next socket too.
    const tooBig = code === MESSAGE_TOO_BIG ? largest(inFlight) : undefined;
    for (const call of inFlight) {
      if (call !== tooBig && this.#mayRepeat(call)) this.#outbox.wait(call);
      else this.#outbox.settle(call, reply);
    }
    if (wasOpen) this.#events.deliver(PROTOCOL_EVENT.closed, errorToWire(error, false));
    if (!final) return;
    this.#outbox.close(reply);
    this.#events.clear();
  }

  /** Its socket went before its reader could begin. */
  #failStream(id: string): void {
    const error = new RpcError("UNAVAILABLE", "The connection that the stream came by is lost");
    const message: RpcStreamMessage = { id, error: errorToWire(error, false) };
    this.#events.deliver(PROTOCOL_EVENT.stream, message);
  }
}

/** @throws RpcError NOT_SERIALIZABLE with `data.path`. */
function encode(method: string, params: RpcParams | undefined, rest: object = {}): Frame {
  const place = findUncloneable(params, "params");
  if (place !== undefined) throw notSerializable(place);
  return msgpackCodec.encode({ jsonrpc: "2.0", ...rest, method, ...(params && { params }) });
}

const listOf = (params: RpcParams | undefined): readonly unknown[] => (Array.isArray(params) ? params : []);

/** Of the calls that are no subscriptions, the one with the most bytes. */
const largest = (calls: readonly PendingCall[]): PendingCall | undefined =>
  calls
    .filter(({ event }) => event === undefined)
    .sort((a, b) => b.frame.length - a.frame.length)
    .at(0);
