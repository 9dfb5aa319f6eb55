import { RpcError, type RpcErrorOptions } from "../../decorators/rpc-error.js";
import { findUncloneable } from "./cloneable.js";
import type { RpcCauseWire, RpcErrorWire } from "./messages.js";

/** Causes beyond this many levels stay at home; a chain that long explains nothing more. */
const MAX_CAUSES = 8;

/** What a caller in a packaged app reads of an error nobody declared. */
const INTERNAL_MESSAGE = "Internal error";

/** What a receiver reads of an error that has no message, which no error of this package is. */
const NO_MESSAGE = "The other end sent an error without a message";

/** Whether what an error brings along can be sent. */
type DataCheck = (data: unknown) => boolean;

const isCloneable: DataCheck = (data) => findUncloneable(data, "data") === undefined;

/**
 * An error as data. One that no service declared becomes `INTERNAL`; whether the caller sees its message
 * and any stack is `exposeInternals` (development).
 *
 * @param isSendable Data of which it says no is left out. Default: what a clone carries may stay.
 */
export function errorToWire(
  error: unknown,
  exposeInternals: boolean,
  isSendable: DataCheck = isCloneable,
): RpcErrorWire {
  const describe = (described: Error) => describeError(described, exposeInternals, isSendable, 0);
  try {
    if (error instanceof RpcError) return describe(error) as RpcErrorWire;
    if (!exposeInternals) return { code: "INTERNAL", message: INTERNAL_MESSAGE };
    if (isError(error)) return { ...describe(error), code: "INTERNAL" };
    return { code: "INTERNAL", message: `A handler threw ${describeThrown(error)}` };
  } catch {
    // Whatever was thrown, its caller gets an answer: a getter of it may throw in its turn.
    return { code: "INTERNAL", message: INTERNAL_MESSAGE };
  }
}

/**
 * The error again, at the receiver: the same class, with the remote stack joined to the local one.
 *
 * @param wire May be anything at all: what is not as it must be is left out, and without a code it is `INTERNAL`.
 */
export function errorFromWire(wire: RpcErrorWire): RpcError {
  return rebuild(wire, 0) as RpcError;
}

function describeError(
  error: Error,
  exposeInternals: boolean,
  isSendable: DataCheck,
  depth: number,
): RpcCauseWire {
  const wire: RpcCauseWire = { message: String(error.message) };
  if (error instanceof RpcError) {
    wire.code = error.code;
    // Data that cannot travel must not cost the caller the code and the message.
    if (error.data !== undefined && isSendable(error.data)) wire.data = error.data;
  } else {
    wire.name = String(error.name);
  }
  if (exposeInternals && typeof error.stack === "string") wire.stack = error.stack;
  const cause = error.cause;
  if (isError(cause) && depth < MAX_CAUSES && (exposeInternals || cause instanceof RpcError)) {
    wire.cause = describeError(cause, exposeInternals, isSendable, depth + 1);
  }
  return wire;
}

function rebuild(wire: unknown, depth: number): Error {
  const { code, name, message, data, cause, stack } = (wire ?? {}) as Partial<Record<string, unknown>>;
  const text = typeof message === "string" ? message : NO_MESSAGE;
  const hasCause = typeof cause === "object" && cause !== null && depth < MAX_CAUSES;
  const options = hasCause ? { cause: rebuild(cause, depth + 1) } : {};
  const isRpc = depth === 0 || code !== undefined;
  const error = isRpc ? rpcError(code, text, { ...options, data }) : namedError(name, text, options);
  if (typeof stack === "string") error.stack = `${error.stack}\n    ---- remote ----\n${stack}`;
  return error;
}

/** With the code that came, when it is one. */
function rpcError(code: unknown, message: string, options: RpcErrorOptions): RpcError {
  try {
    return new RpcError(code as string, message, options);
  } catch {
    return new RpcError("INTERNAL", message, options);
  }
}

const namedError = (name: unknown, message: string, options: ErrorOptions): Error =>
  Object.assign(new Error(message, options), { name: typeof name === "string" ? name : "Error" });

/** Also an error of another realm, e.g. one that Node made for code under test in jest. */
const isError = (value: unknown): value is Error =>
  value instanceof Error || /^\[object (Error|DOMException)\]$/.test(Object.prototype.toString.call(value));

/** Something thrown that is no Error: its type and, for plain values, itself. */
function describeThrown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object that is no Error" : String(value);
}
