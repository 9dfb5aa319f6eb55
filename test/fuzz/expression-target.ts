import { RpcError } from "../../decorators/index.js";
import { NodeRegistry } from "../../services/node/node-registry.js";
import { described } from "../attacks/support/described.js";
import { findNotPlain } from "../attacks/support/plain-data.js";
import { answered } from "./answers.js";
import type { Target } from "./campaign.js";
import { type ExpressionCase, expressionCases } from "./expressions.js";
import type { FuzzedApp } from "./fuzzed-app.js";

/** What a node may say of an expression that gives nothing. */
const CODES = new Set([
  "EXPRESSION_ERROR",
  "INVALID_PARAMS",
  "NOT_SERIALIZABLE",
  "PAYLOAD_TOO_LARGE",
  "TIMEOUT",
]);

/**
 * Expressions of the transform and the filter node.
 *
 * @param registry Runs the nodes. Default: the application's.
 */
export function expressionTarget(
  app: FuzzedApp,
  total: number,
  registry = app.container.get(NodeRegistry),
): Target<ExpressionCase> {
  return {
    name: "expressions",
    cases: expressionCases,
    total,
    show: ({ type, expression }) => `${type}: ${expression}`,
    round: 50,
    async faultOf({ type, expression }) {
      const inputs = inputsOfCase();
      const before = described(inputs);
      const parameters = type === "transform" ? { expression } : { predicate: expression };
      const { signal } = new AbortController();
      try {
        const outputs = await answered(registry.run(type, { inputs, parameters, signal }));
        const fault = findNotPlain(outputs, "outputs");
        if (fault !== undefined) return fault;
      } catch (error) {
        const fault = faultOfError(error);
        if (fault !== undefined) return fault;
      }
      if (described(inputs) !== before) return `it changes its inputs to ${described(inputs)}`;
      return app.changes()[0];
    },
    aftermath: () => app.otherThanBefore(),
  };
}

function faultOfError(error: unknown): string | undefined {
  if (!(error instanceof RpcError)) return `it throws ${(error as Error).stack ?? error}`;
  const { code, message, data } = error;
  if (!CODES.has(code)) return `it throws ${code}: ${message}`;
  return findNotPlain({ code, message, data }, "error");
}

const item = () => ({ a: 1, b: "text", x: { a: 2, valueOf: 1 }, role: "admin", outerWrapper: true });

/** What expressions see: records, text that is JSON, what passes for something of JSONata's. */
const inputsOfCase = () => ({
  ...item(),
  items: [item(), { ...item(), a: 3, _jsonata_lambda: true }, { a: 2, tupleStream: true }],
  body: '{"a": 1, "constructor": 2, "x": [1, {"__proto__": 3}]}',
});
