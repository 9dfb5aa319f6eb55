import type { ServiceIdentifier } from "inversify";

/** Who sent a call: an Electron frame, a socket, or code in this process. */
export interface RpcSender {
  /** Unique among the senders of one server while it runs. */
  readonly id: string;
  /** Name of the transport it came through, e.g. `electron` or `websocket`. */
  readonly transport: string;
  /** Serialized origin of the sending page, when it has one, e.g. `app://atomiton`. */
  readonly origin?: string;
  /** URL of the sending page, when it has one. */
  readonly url?: string;
  /** Electron's `webContents.id` of the window that the sending page is in. */
  readonly webContentsId?: number;
  /** Electron's `routingId` of the frame that the page is in, as `event.frameId` has it. */
  readonly frameId?: number;
  /** What `electronTransport({ windowName })` calls the window. */
  readonly windowName?: string;
  /** What the session may claim, by the transport's `authenticate` or `claims`. */
  readonly claims?: RpcClaims;
}

/** What is known of the user or program that a session speaks for. Names follow RFC 7519, JSON Web Token. */
export interface RpcClaims {
  /** The subject: whom the session speaks for. */
  readonly sub?: string;
  /** Seconds since 1970 after which the claims hold no more: the session is then closed with UNAUTHENTICATED. */
  readonly exp?: number;
  readonly [name: string]: unknown;
}

/** How far a call has come. */
export interface RpcProgress {
  /** Units of work done so far, of whatever kind the method counts. */
  done: number;
  /** Units in all, when they are known. */
  total?: number;
  /** What is going on, for a person to read. */
  message?: string;
}

/**
 * One call as guards, interceptors, error filters and handlers see it.
 * A handler receives it through a parameter marked `@Call()`; what is bound `inRequestScope()` or in transient scope,
 * by `@inject(RpcCall)`.
 */
export interface RpcCall {
  /** `domain.method`, as registered. */
  readonly method: string;
  /** The arguments as they arrived, before validation. */
  readonly params: readonly unknown[];
  readonly sender: RpcSender;
  /** Identifies the frame's or socket's session; calls of one session share it. */
  readonly sessionId: string;
  /** The id the caller gave, when it gave one. */
  readonly id?: string | number;
  /** Milliseconds the caller said it will wait. */
  readonly timeoutMs?: number;
  /** W3C Trace Context `traceparent`, when the caller sent one. */
  readonly traceparent?: string;
  /** Fires when nobody waits for the result any more: abort, timeout, reload, disconnect, close. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the work is. Nothing happens when it did not ask to know. */
  progress(update: RpcProgress): void;
}

/**
 * The call that something is made for, as inversify is asked for it. One instance of each thing bound
 * `inRequestScope()` serves one call: its guards, interceptors, pipes, error filters and service share it, and it is
 * disposed of (`@preDestroy`) when the call has ended, a stream when it has. A singleton that asks for it, or for
 * what is made for a call, is a boot error.
 *
 * @example constructor(@inject(RpcCall) private readonly call: RpcCall) {}
 */
export const RpcCall: ServiceIdentifier<RpcCall> = Symbol.for("@atomiton/rpc/RpcCall");

/**
 * The reply of a call while it is made, as interceptors and error filters see it.
 * An interceptor that sets `result` and does not call `next` answers in the handler's place.
 */
export interface RpcReply {
  result: unknown;
}
