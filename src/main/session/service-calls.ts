import type { RpcReply } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcMeta, RpcRequest, RpcResponse } from "../../shared/messages.js";
import { notSerializable } from "../../shared/not-serializable.js";
import type { CallContext } from "../call-context.js";
import { atTheEnd } from "../pipeline/streams.js";
import type { RPCRouter } from "../router.js";
import { DEFAULT_STREAM_WINDOW } from "./outgoing-stream.js";
import type { OutgoingValues } from "./outgoing-values.js";
import type { RpcSession } from "./session.js";
import { isStream, letGo } from "./stream-source.js";

/** The calls of one session to services: each becomes a result or a stream. */
export class ServiceCalls {
  /** Deprecated methods of which it is logged that this session calls them. */
  readonly #warned = new Set<string>();

  constructor(
    readonly session: RpcSession,
    readonly values: OutgoingValues,
  ) {}

  /**
   * Runs a call.
   *
   * @param isSent Whether anybody gets the answer; what nobody gets may be what it is.
   * @throws RpcError NOT_SERIALIZABLE for a result that would not arrive; what the call throws.
   */
  answer(request: RpcRequest, isSent: boolean): Promise<RpcResponse> {
    const ids = request.meta?.uploads;
    return ids === undefined ? this.#call(request, isSent) : this.#callWithUploads(request, ids, isSent);
  }

  /** What a call uploads is let go of when the call has ended, or the stream that it answers with. */
  async #callWithUploads(
    asked: RpcRequest,
    ids: NonNullable<RpcMeta["uploads"]>,
    isSent: boolean,
  ): Promise<RpcResponse> {
    const { request, end } = this.session.uploads.open(asked, ids);
    try {
      return await this.#call(request, isSent, end);
    } catch (error) {
      end(error);
      throw error;
    }
  }

  /** @param ended Told when nothing of the call runs any more. */
  async #call(request: RpcRequest, isSent: boolean, ended?: (reason: unknown) => void): Promise<RpcResponse> {
    const { router, streamWindow, keyed } = this.session.context;
    const call = this.session.call(request);
    this.#warnOfDeprecated(call.method);
    const { opening } = this.session.subscriptions;
    const key = request.meta?.idempotencyKey;
    // A call with a key runs to its end, whatever becomes of this one.
    const own = key === undefined ? call : this.session.call(request);
    const run = key === undefined ? () => router.run(call) : () => keyed.run(key, own);
    const work = opening === undefined ? run : () => opening.then(run);
    const { result } = await this.session.calls.run(call, work, (late) => this.#dropStream(call, late));
    if (!isStream(result)) {
      ended?.(over(call.method));
      if (isSent) this.#assertSendable(call.method, result);
      return { result };
    }
    if (own !== call) call.signal.addEventListener("abort", () => own.abort(call.signal.reason));
    const window = router.streamWindow(call.method) ?? streamWindow;
    const stream = this.session.streams.open(
      call,
      ended === undefined ? result : atTheEnd(result, async () => ended(over(call.method))),
      window,
    );
    return window < DEFAULT_STREAM_WINDOW ? { stream, window } : { stream };
  }

  /** For a handler that answered after its call had ended: nobody will read the stream. */
  #dropStream({ method }: CallContext, { result }: RpcReply): void {
    if (!isStream(result)) return;
    letGo(result, (error) => {
      this.session.context.logger.debug(
        `${method} failed after its call had ended (${this.session.id})`,
        error,
      );
    });
  }

  /** Once a session and method: who still has to change. */
  #warnOfDeprecated(method: string): void {
    const instead = this.session.context.router.deprecation(method);
    if (instead === undefined || this.#warned.has(method)) return;
    this.#warned.add(method);
    const { origin, windowName, claims } = this.session.peer.sender;
    const who = [this.session.id, origin, windowName, claims?.sub]
      .filter((part) => part !== undefined)
      .join(", ");
    this.session.context.logger.warn(`${method} is deprecated (${instead}), and is still called by ${who}`);
  }

  /** The method ran: its author has to learn of it as well. */
  #assertSendable(method: string, result: unknown): void {
    const { place } = this.values.survey(result, "result");
    if (place === undefined) return;
    this.session.context.logger.warn(
      `The result of ${method} cannot be sent to ${this.session.id}: ${place}`,
    );
    throw notSerializable(place);
  }
}

/** The author's deadline where the caller gave none or a later one. */
export function withDeadline(request: RpcRequest, router: RPCRouter): RpcRequest {
  const timeoutMs = router.timeoutMs(request.method);
  if (timeoutMs === undefined || (request.meta?.timeoutMs ?? Number.POSITIVE_INFINITY) <= timeoutMs)
    return request;
  return { ...request, meta: { ...request.meta, timeoutMs } };
}

/** What a handler gets that goes on to read an upload after its call. */
const over = (method: string) => new RpcError("CANCELLED", `${method} has answered: its uploads are over`);
