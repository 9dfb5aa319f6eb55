import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcId } from "../../shared/messages.js";
import type { CallContext } from "../call-context.js";
import type { RpcLogger } from "../logger.js";

/** The longest delay a timer takes; a longer deadline is none. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** How many ids of cancels without a call, and of calls that have ended, are remembered; the oldest go first. */
const REMEMBERED = 256;

/** The calls of one session, each settled once: by its handler, a cancel, its deadline or the session's end. */
export class RunningCalls {
  readonly #ends = new Map<CallContext, (error: RpcError) => void>();
  readonly #byId = new Map<RpcId, CallContext>();
  /** Cancels that came before their call, which then does not run. */
  readonly #cancelledEarly = new Set<RpcId>();
  /** A cancel that comes after its call is no early one: a client may use the id again. */
  readonly #ended = new Set<RpcId>();

  /** @param logger Told what a handler comes to after its call has ended, which reaches nobody else. */
  constructor(readonly logger: RpcLogger) {}

  get size(): number {
    return this.#ends.size;
  }

  /**
   * Runs `work` for a call until it ends or the call does, whichever is first.
   *
   * @param unclaimed Is given what `work` comes to after the call has ended.
   * @throws RpcError CANCELLED, TIMEOUT or the reason given to `endAll`; or what `work` throws.
   */
  run<T>(call: CallContext, work: () => Promise<T>, unclaimed?: (value: T) => void): Promise<T> {
    const { id, timeoutMs } = call;
    if (id !== undefined && this.#cancelledEarly.delete(id)) return Promise.reject(cancelled(call));
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const forget = () => {
        clearTimeout(timer);
        this.#ends.delete(call);
        if (id !== undefined && this.#byId.get(id) === call) {
          this.#byId.delete(id);
          remember(this.#ended, id);
        }
      };
      const end = (error: RpcError) => {
        forget();
        call.abort(error);
        reject(error);
      };
      this.#ends.set(call, end);
      if (id !== undefined) this.#byId.set(id, call);
      if (timeoutMs !== undefined && timeoutMs <= MAX_TIMER_MS) {
        timer = setTimeout(() => end(timedOut(call)), timeoutMs);
      }
      work().then(
        (value) => {
          if (call.aborted) {
            this.#late(call, "answered");
            return unclaimed?.(value);
          }
          forget();
          resolve(value);
        },
        (error: unknown) => {
          // Most handlers fail with what their signal fired with, which says nothing new.
          if (call.aborted && error !== call.signal.reason) this.#late(call, "failed", error);
          forget();
          reject(error);
        },
      );
    });
  }

  /** Ends the call of that id. Whether there was one. */
  cancel(id: RpcId): boolean {
    const call = this.#byId.get(id);
    if (call === undefined) return false;
    this.#ends.get(call)?.(cancelled(call));
    return true;
  }

  /** Keeps a call of that id from running that is still on its way. */
  forestall(id: RpcId): void {
    if (!this.#ended.has(id)) remember(this.#cancelledEarly, id);
  }

  endAll(reason: RpcError): void {
    for (const end of [...this.#ends.values()]) end(reason);
    this.#cancelledEarly.clear();
    this.#ended.clear();
  }

  #late({ method, sender }: CallContext, what: string, error?: unknown): void {
    const line = `${method} ${what} after its call had ended (${sender.id}): dropped`;
    this.logger.debug(line, error);
  }
}

function remember(ids: Set<RpcId>, id: RpcId): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > REMEMBERED) ids.delete(oldest as RpcId);
}

const cancelled = (call: CallContext) => new RpcError("CANCELLED", `${call.method} was cancelled`);

const timedOut = (call: CallContext) =>
  new RpcError("TIMEOUT", `${call.method} did not answer within ${call.timeoutMs} ms`);
