import { RpcError } from "../../../decorators/index.js";

/** What is known of an error in an expression. */
export interface ExpressionFault {
  /** JSONata's, e.g. `T2001`. */
  code?: string | undefined;
  /** Where in the expression, from 0. */
  position?: number | undefined;
  /** What stands there. */
  token?: string | undefined;
  message: string;
}

/** What an error in an expression is to its author: `EXPRESSION_ERROR`. */
export function expressionError({ code, position, token, message }: ExpressionFault): RpcError {
  const place = position === undefined ? "" : ` at position ${position}`;
  return new RpcError("EXPRESSION_ERROR", `JSONata expression${place}: ${message}`, {
    data: { code, position, token },
  });
}

/** Characters of a text in an error. */
const MAX_TEXT = 2000;

/** What is known of something thrown, whatever it is: JSONata throws objects of its own. */
export function faultOf(thrown: unknown): ExpressionFault {
  const { code, position, token, message } = Object(thrown) as Record<string, unknown>;
  return {
    code: textOf(code),
    position: typeof position === "number" ? position : undefined,
    token: textOf(token),
    message: textOf(message) ?? "it cannot be evaluated",
  };
}

/** A text as far as an error repeats it. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value.slice(0, MAX_TEXT) : undefined;
