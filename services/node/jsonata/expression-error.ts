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

/** The same for whatever JSONata threw in this process. */
export function faultOf(thrown: unknown): ExpressionFault {
  const { code, position, token, message } = Object(thrown) as Record<string, unknown>;
  return {
    code: typeof code === "string" ? code : undefined,
    position: typeof position === "number" ? position : undefined,
    token: typeof token === "string" ? token : undefined,
    message: typeof message === "string" ? message : "it cannot be evaluated",
  };
}
