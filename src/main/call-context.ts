import type { RpcCall, RpcProgress, RpcSender } from "../../decorators/rpc-call.js";
import type { RpcId, RpcParams, RpcRequest } from "../shared/messages.js";
import { isRecord } from "../validation/is-record.js";

/** The sender of calls that code in this process makes through the router itself. */
export const localSender: RpcSender = { id: "local", transport: "local" };

/** Takes a call's progress to its caller. */
export type ProgressReport = (update: RpcProgress & { id: RpcId }) => void;

/** One call while it runs. Its signal is made when somebody first asks for it: most handlers never do. */
export class CallContext implements RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
  /** Whether the caller said by name that there are no arguments. */
  readonly namesNone: boolean;
  readonly id?: RpcId;
  readonly timeoutMs?: number;
  readonly traceparent?: string;
  readonly #report: ProgressReport | undefined;
  #controller: AbortController | undefined;
  #abortion: { reason: unknown } | undefined;

  constructor(
    { method, params, meta }: RpcRequest,
    readonly sender: RpcSender,
    readonly sessionId: string,
    report?: ProgressReport,
  ) {
    this.method = method;
    this.params = argumentsOf(params);
    this.namesNone = namesNone(params);
    if (meta?.id !== undefined) this.id = meta.id;
    if (meta?.timeoutMs !== undefined) this.timeoutMs = meta.timeoutMs;
    if (meta?.traceparent !== undefined) this.traceparent = meta.traceparent;
    if (meta?.progress === true) this.#report = report;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#abortion !== undefined) this.#controller.abort(this.#abortion.reason);
    }
    return this.#controller.signal;
  }

  progress(update: RpcProgress): void {
    if (this.id !== undefined && this.#abortion === undefined) this.#report?.({ ...update, id: this.id });
  }

  /** Whether the call has ended before its handler did. */
  get aborted(): boolean {
    return this.#abortion !== undefined;
  }

  /** Fires the signal, now or when it is first asked for. */
  abort(reason: unknown): void {
    this.#abortion ??= { reason };
    this.#controller?.abort(reason);
  }
}

/** Whether parameters are JSON-RPC's by-name form of no arguments: an empty object. */
export const namesNone = (params: RpcParams | undefined): boolean =>
  !Array.isArray(params) && isRecord(params) && Object.keys(params).length === 0;

/** JSON-RPC's by-name form is the one argument of a method with one DTO parameter. */
function argumentsOf(params: RpcParams | undefined): readonly unknown[] {
  if (params === undefined) return [];
  return Array.isArray(params) ? params : [params];
}
