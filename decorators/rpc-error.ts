/** The codes the protocol itself gives. A service may declare any other upper-case code. */
export type RpcStandardErrorCode =
  | "PARSE_ERROR"
  | "INVALID_REQUEST"
  | "METHOD_NOT_FOUND"
  | "INVALID_PARAMS"
  | "INTERNAL"
  | "CANCELLED"
  | "TIMEOUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "RATE_LIMITED"
  | "PAYLOAD_TOO_LARGE"
  | "UNAVAILABLE"
  | "NOT_SERIALIZABLE";

/** A standard code, or one a service declares: upper case, digits and underscores, e.g. `NOT_FOUND`. */
export type RpcErrorCode = RpcStandardErrorCode | (string & {});

/** What an RpcError brings along besides its code and its message. */
export interface RpcErrorOptions {
  /** What a caller needs to act on the error. Must survive the structured clone algorithm. */
  data?: unknown;
  /**
   * The error behind this one. An `RpcError` arrives whole, any other error only in development; a value that
   * is no error does not travel at all, and its place is in `data`. Eight causes of a chain arrive at most.
   */
  cause?: unknown;
}

const BRAND = Symbol.for("@atomiton/rpc/RpcError");
const CODE = /^[A-Z][A-Z0-9_]*$/;

/**
 * The one error that crosses every hop: a service throws it, the caller catches the same class with the
 * same `code`, `message`, `data` and `cause`.
 *
 * `instanceof` goes by a registered symbol (as `Symbol.for` shares it), so two copies of the package agree.
 *
 * @example throw new RpcError("NOT_FOUND", `No workflow ${id}`, { data: { id } });
 * @throws TypeError when `code` is not upper case.
 */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: RpcErrorCode;
  /** Absent when none was given. */
  declare readonly data?: unknown;

  constructor(code: RpcErrorCode, message: string, options: RpcErrorOptions = {}) {
    if (typeof code !== "string" || !CODE.test(code)) {
      throw new TypeError(
        `RpcError code ${JSON.stringify(code)} is not upper case; use letters, digits and underscores, as in "NOT_FOUND"`,
      );
    }
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.data !== undefined) this.data = options.data;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass keeps the ordinary rule, or every RpcError would be an instance of it.
    if (this !== RpcError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  }
}
