import type { RpcSender } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcLogger } from "../logger.js";
import { UnmadeError } from "../pipeline/unmade.js";

/** One finished call, for telemetry. */
export interface CallRecord {
  method: string;
  durationMs: number;
  sender: RpcSender;
  /** What went wrong, as it was thrown. Absent when the call succeeded. */
  error?: unknown;
}

/** Told of every finished call. What it throws is logged and changes nothing. */
export type CallObserver = (record: CallRecord) => void;

/** Logs every call with its duration; an error that nobody declared is logged whole, for the caller sees none of it. */
export const loggingObserver =
  (logger: RpcLogger): CallObserver =>
  ({ method, durationMs, sender, error }) => {
    const line = `${method} ${error === undefined ? "ok" : codeOf(error)} ${durationMs.toFixed(1)} ms (${sender.id})`;
    if (error instanceof UnmadeError) logger.error(`${line} ${error.message}`, error.cause);
    else if (error === undefined || error instanceof RpcError) logger.debug(line);
    else logger.error(line, error);
  };

const codeOf = (error: unknown): string => (error instanceof RpcError ? error.code : "INTERNAL");
