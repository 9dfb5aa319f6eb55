import type { RpcSender } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import type { Encoding } from "../../shared/cloneable.js";
import { PROTOCOL_EVENT, type RpcRequest, type RpcResponse } from "../../shared/messages.js";
import { CallContext } from "../call-context.js";
import type { RpcLogger } from "../logger.js";
import type { RPCRouter } from "../router.js";
import { watchExpiry } from "./claims.js";
import { IncomingUploads } from "./incoming-uploads.js";
import type { KeyedCalls } from "./keyed-calls.js";
import type { CallObserver } from "./observer.js";
import { OutgoingStreams } from "./outgoing-streams.js";
import { OutgoingValues } from "./outgoing-values.js";
import { ProtocolMethods } from "./protocol-methods.js";
import { isMismatch, parseRequest } from "./request.js";
import { RunningCalls } from "./running-calls.js";
import { ServiceCalls, withDeadline } from "./service-calls.js";
import { Subscriptions } from "./subscriptions.js";

/** The other end of a session: who it is, and how an event reaches it. */
export interface RpcPeer {
  sender: RpcSender;
  /** How what it is given travels. Default: as structured clone carries it. */
  encoding?: Encoding;
  /** Told that the server has closed the session, for whatever the peer holds open for it. */
  closed?(reason: RpcError): void;
  /**
   * Is given what was looked over: all of it would arrive by the peer's encoding. May throw when the peer is gone;
   * the session logs it.
   */
  emit(event: string, payload: unknown): void;
  /**
   * Settles when all that was emitted so far has left this process or is lost; nothing when no more than
   * `bytes` of it wait, by default what the transport deems a little. Streams wait for it before they send
   * more. Absent where nobody can tell.
   */
  drained?(bytes?: number): Promise<void> | undefined;
}

/** What the sessions of one server share. */
export interface SessionContext {
  router: RPCRouter;
  logger: RpcLogger;
  observe: CallObserver;
  /** Whether callers see the message and stack of errors nobody declared. */
  exposeInternals: boolean;
  /** Items of a stream that may be under way, where its method has no window of its own. */
  streamWindow: number;
  /** Runs the calls that have an idempotency key. */
  keyed: KeyedCalls;
  /** Told of a session that has ended. */
  ended(session: RpcSession): void;
  /** Why no new call is taken, once the server closes; what runs may still be cancelled and read. */
  refusal(): RpcError | undefined;
}

/** Owns all that one frame or socket has going: its calls, its streams and its subscriptions. */
export class RpcSession {
  readonly id: string;
  readonly calls: RunningCalls;
  readonly streams: OutgoingStreams;
  readonly uploads: IncomingUploads;
  readonly subscriptions: Subscriptions;
  readonly #values: OutgoingValues;
  readonly #protocol: ProtocolMethods;
  readonly #service: ServiceCalls;
  #stopExpiry: (() => void) | undefined;
  #closed: RpcError | undefined;
  #mismatch: RpcError | undefined;

  constructor(
    readonly context: SessionContext,
    readonly peer: RpcPeer,
  ) {
    const { logger } = context;
    this.id = peer.sender.id;
    this.#values = new OutgoingValues(peer, context);
    this.calls = new RunningCalls(logger);
    this.uploads = new IncomingUploads((message) => this.#deliver(PROTOCOL_EVENT.upload, message));
    this.subscriptions = new Subscriptions(peer.sender, (event, payload) => this.#deliver(event, payload));
    this.streams = new OutgoingStreams({
      send: (message) => peer.emit(PROTOCOL_EVENT.stream, message),
      drained: (bytes) => peer.drained?.(bytes),
      values: this.#values,
      logger,
    });
    this.#protocol = new ProtocolMethods(this);
    this.#service = new ServiceCalls(this, this.#values);
    const { claims } = peer.sender;
    if (claims !== undefined) this.#stopExpiry = watchExpiry(claims, (error) => this.close(error));
  }

  /**
   * Answers a request, as it arrived. Never rejects: whatever happens is an envelope, and all of it would arrive
   * by the peer's encoding.
   */
  invoke(request: unknown): Promise<RpcResponse> {
    return this.#answer(request, true);
  }

  /** Whether nothing of this session runs: no call and no stream. */
  get idle(): boolean {
    return this.calls.size === 0 && this.streams.size === 0;
  }

  /** Runs a one-way call: what goes wrong is logged and goes no further. Resolves when it has run. */
  async notify(request: unknown): Promise<void> {
    const response = await this.#answer(request, false);
    // An error that nobody declared is in the log already, whole.
    if ("error" in response && response.error.code !== "INTERNAL") {
      const { code, message } = response.error;
      this.context.logger.warn(`A one-way call of ${this.id} failed: ${code}: ${message}`);
    }
    // Nobody will read it.
    if ("stream" in response) this.streams.cancel(response.stream);
  }

  /** A call of this session, not yet running, with its deadline. */
  call(request: RpcRequest): CallContext {
    return new CallContext(withDeadline(request, this.context.router), this.peer.sender, this.id, (update) =>
      this.#deliver(PROTOCOL_EVENT.progress, update),
    );
  }

  /**
   * Ends everything the session owns, and what it came by: a socket is closed, and a page of Electron is told by
   * `rpc.closed`. Either may come back as a new session, if it is let in again.
   *
   * @param reason Told to all that wait. Default: UNAVAILABLE. A text is the message of one.
   */
  close(reason: RpcError | string = "The session has ended"): void {
    if (this.#closed !== undefined) return;
    const error = typeof reason === "string" ? new RpcError("UNAVAILABLE", reason) : reason;
    this.end(error);
    this.peer.closed?.(error);
  }

  /** The same, for a peer that is gone. What is still asked of the session is refused with the reason. */
  end(reason: RpcError = new RpcError("UNAVAILABLE", "The session has ended")): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#stopExpiry?.();
    this.context.ended(this);
    this.calls.endAll(reason);
    this.streams.endAll(reason);
    this.subscriptions.clear();
  }

  /** @param isSent Whether anybody gets the answer; what nobody gets may be what it is. */
  async #answer(request: unknown, isSent: boolean): Promise<RpcResponse> {
    const started = performance.now();
    let method = "(invalid request)";
    try {
      if (this.#closed !== undefined) throw this.#closed;
      if (this.#mismatch !== undefined) throw this.#mismatch;
      const parsed = this.#parse(request);
      method = parsed.method;
      const response = await this.#dispatch(parsed, isSent);
      this.#observe(method, started);
      return response;
    } catch (error) {
      this.#observe(method, started, error ?? new Error(`${method} threw ${error}`));
      return { error: this.#values.error(error) };
    }
  }

  /** A client that speaks another protocol says so once; all that it asks from then on is refused for that. */
  #parse(request: unknown): RpcRequest {
    try {
      return parseRequest(request);
    } catch (error) {
      if (isMismatch(error)) this.#mismatch = error;
      throw error;
    }
  }

  async #dispatch(request: RpcRequest, isSent: boolean): Promise<RpcResponse> {
    if (request.method.startsWith("rpc.")) return { result: await this.#protocol.run(request) };
    const refusal = this.context.refusal();
    if (refusal !== undefined) throw refusal;
    return this.#service.answer(request, isSent);
  }

  #deliver(event: string, payload: unknown): void {
    try {
      this.#values.assert(payload, event);
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
