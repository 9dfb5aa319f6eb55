import type { RpcCall, RpcSender } from "../../decorators/rpc-call.js";
import type { RpcId, RpcParams, RpcRequest } from "../shared/messages.js";

/** The sender of calls that code in this process makes through the router itself. */
export const localSender: RpcSender = { id: "local", transport: "local" };

/** One call while it runs. Its signal is made when somebody first asks for it: most handlers never do. */
export class CallContext implements RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly id?: RpcId;
  readonly timeoutMs?: number;
  readonly traceparent?: string;
  #controller: AbortController | undefined;
  #abortion: { reason: unknown } | undefined;

  constructor(
    { method, params, meta }: RpcRequest,
    readonly sender: RpcSender,
    readonly sessionId: string,
  ) {
    this.method = method;
    this.params = argumentsOf(params);
    if (meta?.id !== undefined) this.id = meta.id;
    if (meta?.timeoutMs !== undefined) this.timeoutMs = meta.timeoutMs;
    if (meta?.traceparent !== undefined) this.traceparent = meta.traceparent;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#abortion !== undefined) this.#controller.abort(this.#abortion.reason);
    }
    return this.#controller.signal;
  }

  /** Fires the signal, now or when it is first asked for. */
  abort(reason: unknown): void {
    this.#abortion ??= { reason };
    this.#controller?.abort(reason);
  }
}

/** JSON-RPC's by-name form is the one argument of a method with one DTO parameter. */
function argumentsOf(params: RpcParams | undefined): readonly unknown[] {
  if (params === undefined) return [];
  return Array.isArray(params) ? params : [params];
}
