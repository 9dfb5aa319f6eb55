import type { RpcSender } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import { errorToWire } from "../../shared/error-wire.js";
import type { RpcRequest, RpcResponse } from "../../shared/messages.js";
import { CallContext } from "../call-context.js";
import type { RpcLogger } from "../logger.js";
import type { RPCRouter } from "../router.js";
import type { CallObserver } from "./observer.js";
import { ProtocolMethods } from "./protocol-methods.js";
import { parseRequest } from "./request.js";
import { RunningCalls } from "./running-calls.js";
import { Subscriptions } from "./subscriptions.js";

/** The other end of a session: who it is, and how an event reaches it. */
export interface RpcPeer {
  sender: RpcSender;
  /** May throw when the peer is gone or the payload cannot be carried; the session logs it. */
  emit(event: string, payload: unknown): void;
}

/** What the sessions of one server share. */
export interface SessionContext {
  router: RPCRouter;
  logger: RpcLogger;
  observe: CallObserver;
  /** Whether callers see the message and stack of errors nobody declared. */
  exposeInternals: boolean;
}

/** Owns all that one frame or socket has going: its calls and its subscriptions. */
export class RpcSession {
  readonly id: string;
  readonly calls = new RunningCalls();
  readonly subscriptions: Subscriptions;
  readonly #protocol: ProtocolMethods;
  #closed: RpcError | undefined;

  constructor(
    readonly context: SessionContext,
    readonly peer: RpcPeer,
  ) {
    this.id = peer.sender.id;
    this.subscriptions = new Subscriptions(peer.sender, (event, payload) => this.#deliver(event, payload));
    this.#protocol = new ProtocolMethods(this);
  }

  /** Answers a request, as it arrived. Never rejects: whatever happens is an envelope. */
  async invoke(request: unknown): Promise<RpcResponse> {
    const started = performance.now();
    let method = "(invalid request)";
    try {
      if (this.#closed !== undefined) throw this.#closed;
      const parsed = parseRequest(request);
      method = parsed.method;
      const result = await this.#dispatch(parsed);
      this.#observe(method, started);
      return { result };
    } catch (error) {
      this.#observe(method, started, error);
      return { error: errorToWire(error, this.context.exposeInternals) };
    }
  }

  /** Runs a one-way call: what goes wrong is logged and goes no further. */
  notify(request: unknown): void {
    void this.invoke(request);
  }

  /** A call of this session, not yet running. */
  call(request: RpcRequest): CallContext {
    return new CallContext(request, this.peer.sender, this.id);
  }

  /** Ends everything the session owns; what is still asked of it is refused with the reason. */
  close(reason: RpcError = new RpcError("UNAVAILABLE", "The session has ended")): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.calls.endAll(reason);
    this.subscriptions.clear();
  }

  async #dispatch(request: RpcRequest): Promise<unknown> {
    if (request.method.startsWith("rpc.")) return this.#protocol.run(request);
    const call = this.call(request);
    const { opening } = this.subscriptions;
    const run = () => this.context.router.run(call);
    const { result } = await this.calls.run(call, opening === undefined ? run : () => opening.then(run));
    return result;
  }

  #deliver(event: string, payload: unknown): void {
    try {
      this.peer.emit(event, payload);
    } catch (error) {
      this.context.logger.warn(`${event} did not reach ${this.id}`, error);
    }
  }

  #observe(method: string, started: number, error?: unknown): void {
    const durationMs = performance.now() - started;
    this.context.observe({
      method,
      durationMs,
      sender: this.peer.sender,
      ...(error !== undefined && { error }),
    });
  }
}
