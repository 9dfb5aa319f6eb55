import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcId } from "../../shared/messages.js";
import type { CallContext } from "../call-context.js";

/** The longest delay a timer takes; a longer deadline is none. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Cancels that came before their call, remembered so the call does not run; the oldest go first. */
const EARLY_CANCELS = 256;

/** The calls of one session, each settled once: by its handler, a cancel, its deadline or the session's end. */
export class RunningCalls {
  readonly #ends = new Map<CallContext, (error: RpcError) => void>();
  readonly #byId = new Map<RpcId, CallContext>();
  readonly #cancelledEarly = new Set<RpcId>();

  get size(): number {
    return this.#ends.size;
  }

  /**
   * Runs `work` for a call until it ends or the call does, whichever is first.
   *
   * @throws RpcError CANCELLED, TIMEOUT or the reason given to `endAll`; or what `work` throws.
   */
  run<T>(call: CallContext, work: () => Promise<T>): Promise<T> {
    const { id, timeoutMs } = call;
    if (id !== undefined && this.#cancelledEarly.delete(id)) return Promise.reject(cancelled(call));
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const forget = () => {
        clearTimeout(timer);
        this.#ends.delete(call);
        if (id !== undefined && this.#byId.get(id) === call) this.#byId.delete(id);
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
          forget();
          resolve(value);
        },
        (error: unknown) => {
          forget();
          reject(error);
        },
      );
    });
  }

  /** Ends the call of that id; a call still on its way will not run. */
  cancel(id: RpcId): void {
    const call = this.#byId.get(id);
    if (call !== undefined) {
      this.#ends.get(call)?.(cancelled(call));
      return;
    }
    this.#cancelledEarly.add(id);
    const [oldest] = this.#cancelledEarly;
    if (this.#cancelledEarly.size > EARLY_CANCELS) this.#cancelledEarly.delete(oldest as RpcId);
  }

  endAll(reason: RpcError): void {
    for (const end of [...this.#ends.values()]) end(reason);
    this.#cancelledEarly.clear();
  }
}

const cancelled = (call: CallContext) => new RpcError("CANCELLED", `${call.method} was cancelled`);

const timedOut = (call: CallContext) =>
  new RpcError("TIMEOUT", `${call.method} did not answer within ${call.timeoutMs} ms`);
