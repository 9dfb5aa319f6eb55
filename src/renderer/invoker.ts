import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { findUncloneable } from "../shared/cloneable.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL, type RpcMeta, type RpcResponse } from "../shared/messages.js";
import { notSerializable } from "../shared/not-serializable.js";

/** Distinguishes the calls of one page from each other, over however many clients it has. */
const pageId = Math.random().toString(36).slice(2, 10);
let calls = 0;

/** Sends one call and gives its result, or throws what the other side threw. */
export async function invoke(
  bridge: AtomitonBridge,
  method: string,
  args: readonly unknown[],
  timeoutMs?: number,
): Promise<unknown> {
  const { params, signal } = split(args);
  signal?.throwIfAborted();
  const meta: RpcMeta = {};
  if (signal !== undefined) meta.id = `${pageId}-${++calls}`;
  if (timeoutMs !== undefined) meta.timeoutMs = timeoutMs;
  const sent = send(bridge, method, params, meta);
  const response = await (signal === undefined
    ? sent
    : settledOrAborted(bridge, sent, signal, meta.id as string));
  if ("error" in response) throw errorFromWire(response.error);
  if ("result" in response) return response.result;
  throw new RpcError("NOT_SERIALIZABLE", `${method} answers with a stream, which this client cannot read`);
}

/** Sends one call that nobody answers. */
export function notify(bridge: AtomitonBridge, method: string, args: readonly unknown[]): void {
  const { params } = split(args);
  try {
    bridge.send(method, params);
  } catch (error) {
    throw sendFailure(error, params);
  }
}

async function send(
  bridge: AtomitonBridge,
  method: string,
  params: readonly unknown[],
  meta: RpcMeta,
): Promise<RpcResponse> {
  try {
    return await bridge.invoke(method, params, meta);
  } catch (error) {
    throw sendFailure(error, params);
  }
}

/** The signal is the call's and does not travel; absent arguments at the end do not either. */
function split(args: readonly unknown[]): { params: unknown[]; signal: AbortSignal | undefined } {
  const signal = args.find((arg) => arg instanceof AbortSignal);
  const params = signal === undefined ? [...args] : args.filter((arg) => arg !== signal);
  while (params.length > 0 && params.at(-1) === undefined) params.pop();
  return { params, signal };
}

/** Rejects with the signal's reason at once, and tells the other side. */
function settledOrAborted<T>(
  bridge: AtomitonBridge,
  sent: Promise<T>,
  signal: AbortSignal,
  id: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(reasonOf(signal));
      bridge.send(PROTOCOL.cancel, [id]);
    };
    signal.addEventListener("abort", abort, { once: true });
    sent.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** An author's own reason as it is; the anonymous AbortError of a bare `abort()` as CANCELLED. */
function reasonOf(signal: AbortSignal): unknown {
  const { reason } = signal;
  const anonymous = reason instanceof DOMException && reason.name === "AbortError";
  return anonymous ? new RpcError("CANCELLED", "The call was cancelled", { cause: reason }) : reason;
}

/** A bridge rejects only when the message itself could not be carried. */
function sendFailure(error: unknown, params: readonly unknown[]): unknown {
  if (error instanceof RpcError) return error;
  const place = findUncloneable(params, "params");
  if (place !== undefined) return notSerializable(place);
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes("could not be cloned")) return notSerializable("params");
  return new RpcError("UNAVAILABLE", `The call did not get through: ${message}`, { cause: error });
}
