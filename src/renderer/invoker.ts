import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { findUncloneable } from "../shared/cloneable.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL, PROTOCOL_SPOKEN, type RpcId, type RpcMeta, type RpcResponse } from "../shared/messages.js";
import { notSerializable } from "../shared/not-serializable.js";
import { iterable, type RpcAnswer } from "./answer.js";
import { isUnsent } from "./batch-sender.js";
import { type CallEnds, throwIfAborted, watchEnds } from "./call-end.js";
import { isTakenOver } from "./idempotent-methods.js";
import { DEFAULT_STREAM_WINDOW } from "./incoming-streams.js";
import { isUpload, type UploadSource } from "./outgoing-uploads.js";
import type { PageLink } from "./page-link.js";
import type { ProgressListener } from "./progress-hub.js";
import { tell } from "./tell.js";

/** What holds for the calls of a client. */
export interface RpcCallOptions {
  /** Milliseconds a call may take before it fails with TIMEOUT; a stream has to open in time. Default: no limit. */
  timeoutMs?: number;
  /** Ends the calls, besides a signal among their arguments. */
  signal?: AbortSignal;
  /** Hears how far a call's method says it is, until it has answered. */
  onProgress?: ProgressListener;
  /** Items of a stream that may wait for their reader. Default 256. */
  streamWindow?: number;
  /** W3C Trace Context `traceparent` the calls belong to. */
  traceparent?: string;
  /**
   * Makes a call that may be sent twice run once: another call of the same method with the same key and arguments, by
   * the same caller (whom its claims name, else the pages of its origin), is given the outcome of the first, within
   * ten minutes. The first runs to its end, though its caller goes away. Give each call a key of its own, e.g.
   * `crypto.randomUUID()`, and its repetition the same.
   */
  idempotencyKey?: string;
  /**
   * Sends the calls made in one turn as one message: cheaper for many small ones, but each waits for the
   * slowest of its batch, and a stream cannot be opened. Default false.
   */
  batch?: boolean;
}

/** Servers a call is sent to at most, one after another: it may be what ends them. */
const MAX_SENDS = 5;

/** Distinguishes the calls of one page from each other, over however many clients it has. */
const pageId = Math.random().toString(36).slice(2, 10);
let calls = 0;

/** Sends one call and gives its result or its stream, or throws what the other side threw. */
export function invoke(
  link: PageLink,
  method: string,
  args: readonly unknown[],
  options: RpcCallOptions = {},
): RpcAnswer {
  const id = `${pageId}-${++calls}`;
  return iterable(answered(link, id, method, args, options), () => cancel(link, id));
}

async function answered(
  link: PageLink,
  id: RpcId,
  method: string,
  args: readonly unknown[],
  options: RpcCallOptions,
): Promise<unknown> {
  const { params: given, signals } = split(args, options.signal);
  throwIfAborted(signals);
  const { params, sources } = withoutUploads(given, id);
  const {
    timeoutMs,
    onProgress,
    traceparent,
    idempotencyKey,
    streamWindow = DEFAULT_STREAM_WINDOW,
  } = options;
  if (!Number.isInteger(streamWindow) || streamWindow < 1) {
    throw new RangeError(`streamWindow is ${streamWindow}; give a whole number of items, 1 or more`);
  }
  const mayEnd = signals.length > 0 || timeoutMs !== undefined;
  // To be cancelled by, also when a reader leaves before its stream opens; a method that gave a value gives none.
  const hasId = mayEnd || onProgress !== undefined || !link.values.has(method);
  const meta: RpcMeta = hasId ? { id } : {};
  const sender = options.batch && sources.size === 0 ? link.batch : link.bridge;
  if (timeoutMs !== undefined) meta.timeoutMs = timeoutMs;
  if (traceparent !== undefined) meta.traceparent = traceparent;
  if (onProgress !== undefined) meta.progress = true;
  if (idempotencyKey !== undefined) meta.idempotencyKey = idempotencyKey;
  if (sources.size > 0) meta.uploads = [...sources.keys()].map((uploadId) => [indexOf(uploadId), uploadId]);
  if (!link.hasIntroduced) {
    meta.protocol = PROTOCOL_SPOKEN;
    link.hasIntroduced = true;
  }

  const stopProgress = onProgress && link.progress.listen(id, onProgress);
  const ends: CallEnds = { method, signals, timeoutMs };
  try {
    assertSendable(params);
    for (const [uploadId, source] of sources) link.uploads.open(uploadId, source);
    const sent = sendUntilAnswered(link, sender, method, params, meta);
    const response = await (mayEnd ? repliedOrEnded(link, sent, id, ends) : sent);
    if ("error" in response) throw errorFromWire(response.error);
    if ("result" in response) {
      link.values.add(method);
      return response.result;
    }
    // It may have been aborted since the reply was seen, and a signal fires once.
    if (signals.some(({ aborted }) => aborted)) tell(link.bridge, PROTOCOL.cancel, [response.stream]);
    throwIfAborted(signals);
    return link.streams.open(response.stream, Math.min(streamWindow, response.window ?? streamWindow), ends);
  } catch (error) {
    for (const uploadId of sources.keys()) link.uploads.close(uploadId);
    throw error;
  } finally {
    stopProgress?.();
  }
}

/** What streams to the handler stands aside, under an id that says its place, and nothing in its stead. */
function withoutUploads(
  given: readonly unknown[],
  callId: RpcId,
): { params: readonly unknown[]; sources: ReadonlyMap<string, UploadSource> } {
  const sources = new Map<string, UploadSource>();
  const params = given.map((param, index) => {
    if (!isUpload(param)) return param;
    sources.set(`${callId}-u${index}`, param);
    return null;
  });
  return sources.size === 0 ? { params: given, sources } : { params, sources };
}

const indexOf = (uploadId: string): number => Number(uploadId.slice(uploadId.lastIndexOf("u") + 1));

/** Sends one call that nobody answers. */
export function notify(bridge: AtomitonBridge, method: string, args: readonly unknown[]): void {
  const { params } = split(args);
  assertSendable(params);
  try {
    bridge.send(method, params);
  } catch (error) {
    throw sendFailure(error);
  }
}

/** Sends a call, and again when its method allows it and another server has taken over from the one that ran it. */
async function sendUntilAnswered(
  link: PageLink,
  sender: Pick<AtomitonBridge, "invoke">,
  method: string,
  params: readonly unknown[],
  meta: RpcMeta,
): Promise<RpcResponse> {
  for (let sends = 1; ; sends++) {
    const response = await send(sender, method, params, meta);
    if (!("error" in response) || sends >= MAX_SENDS) return response;
    // What was uploaded is read already.
    if (!isTakenOver(response.error) || meta.uploads !== undefined) return response;
    // The server that has taken over knows nothing of this page yet.
    link.hasIntroduced = false;
    meta.protocol = PROTOCOL_SPOKEN;
    if (!(await link.idempotent.has(method))) return response;
  }
}

async function send(
  bridge: Pick<AtomitonBridge, "invoke">,
  method: string,
  params: readonly unknown[],
  meta: RpcMeta,
): Promise<RpcResponse> {
  try {
    return await bridge.invoke(method, params, meta);
  } catch (error) {
    throw sendFailure(error);
  }
}

/** Signals are the call's and do not travel; absent arguments at the end do not either. */
function split(
  args: readonly unknown[],
  ofClient?: AbortSignal,
): { params: readonly unknown[]; signals: AbortSignal[] } {
  const params: unknown[] = [];
  const signals: AbortSignal[] = [];
  for (const arg of args) {
    if (arg instanceof AbortSignal) signals.push(arg);
    else params.push(arg);
  }
  while (params.length > 0 && params.at(-1) === undefined) params.pop();
  if (ofClient !== undefined) signals.push(ofClient);
  return { params, signals };
}

/** The reply; or, when the call ends first, its reason at once and the other side told. */
function repliedOrEnded(
  link: PageLink,
  sent: Promise<RpcResponse>,
  id: RpcId,
  ends: CallEnds,
): Promise<RpcResponse> {
  return new Promise((resolve, reject) => {
    let ended = false;
    const stop = watchEnds(ends, (reason) => {
      ended = true;
      reject(reason);
      cancel(link, id);
    });
    sent.then(
      (response) => {
        stop();
        resolve(response);
        // Nobody is left to read it.
        if (ended && "stream" in response) tell(link.bridge, PROTOCOL.cancel, [response.stream]);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}

/** Ends a call that has no reply: it is not sent any more, or the other side is told. */
function cancel({ batch, bridge }: PageLink, id: RpcId): void {
  if (!batch.drop(id)) tell(bridge, PROTOCOL.cancel, [id]);
}

/**
 * Before a bridge sees them: that of Electron would lose some of them in silence, and a batch of calls would fail
 * with the one at fault.
 *
 * @throws RpcError NOT_SERIALIZABLE with `data.path`.
 */
function assertSendable(params: readonly unknown[]): void {
  const place = findUncloneable(params, "params");
  if (place !== undefined) throw notSerializable(place);
}

/** A bridge rejects only when the message itself could not be carried. */
function sendFailure(error: unknown): unknown {
  if (error instanceof RpcError) return error;
  if (isUnsent(error)) return notSerializable("params");
  const message = error instanceof Error ? error.message : String(error);
  return new RpcError("UNAVAILABLE", `The call did not get through: ${message}`, { cause: error });
}
