import { RpcError } from "../../../decorators/rpc-error.js";
import { errorFromWire } from "../../shared/error-wire.js";
import { PROTOCOL, type RpcResponse } from "../../shared/messages.js";
import { reportUncaught } from "../call-listener.js";
import { isUnavailable, type Outbox } from "./outbox.js";

/** Asks the server something on the bridge's own behalf. */
export type Ask = (method: string, params: readonly unknown[], settle: (reply: RpcResponse) => void) => void;

/** What the page listens to, whatever socket there is: each server it connects to is told. */
export class Subscriptions {
  readonly #events = new Set<string>();

  constructor(readonly outbox: Outbox) {}

  get size(): number {
    return this.#events.size;
  }

  has(event: string): boolean {
    return this.#events.has(event);
  }

  add(event: string): void {
    this.#events.add(event);
  }

  /** A call to subscribe to it failed; another may still do it. */
  refused(event: string): void {
    if (!this.outbox.pending().some((call) => call.event === event)) this.#events.delete(event);
  }

  /** A call that waits to subscribe to it has nothing left to do. */
  delete(event: string): void {
    this.#events.delete(event);
    for (const call of this.outbox.waiting()) {
      if (call.event === event) this.outbox.settle(call, { result: undefined });
    }
  }

  /** Subscribes on a new socket: by the calls that wait to, and for every other event in its own name. */
  restore(ask: Ask): void {
    const calls = this.outbox.waiting().filter(({ event }) => event !== undefined);
    this.outbox.flush(calls);
    const asked = new Set(calls.map(({ event }) => event));
    for (const event of this.#events) {
      if (!asked.has(event)) ask(PROTOCOL.subscribe, [event], (reply) => this.#restored(event, reply));
    }
  }

  /** A server that goes away again has refused nothing; any other refusal is final, and must show. */
  #restored(event: string, reply: RpcResponse): void {
    if (!("error" in reply) || isUnavailable(reply) || !this.#events.delete(event)) return;
    const cause = errorFromWire(reply.error);
    reportUncaught(new RpcError(cause.code, `No longer subscribed to ${event}: ${cause.message}`, { cause }));
  }
}
