import { JsonataExpression } from "../../../services/node/jsonata/jsonata-expression.js";
import { PlainExpression } from "../../../services/node/jsonata/plain/plain-expression.js";
import { ExpressionPool } from "../../../services/node/jsonata/sandboxed/expression-pool.js";
import { SandboxedExpression } from "../../../services/node/jsonata/sandboxed/sandboxed-expression.js";

const pool = new ExpressionPool();
const limits = { timeoutMs: 60_000, signal: new AbortController().signal };

/** What an expression gives where it meets nothing of this process, also one that may be evaluated in it. */
export const sandboxed = (expression: string, data: unknown) =>
  new SandboxedExpression(expression, pool, limits).evaluate(data);

/** What it gives as nodes evaluate it, in whichever of the two ways. */
export const evaluated = async (expression: string, data: unknown) =>
  (await new JsonataExpression(expression, pool, limits).evaluate(data)).value;

/** What it gives in this process; nothing at all when it has to go elsewhere. */
export const inProcess = (expression: string, data: unknown): { value: unknown } | undefined =>
  PlainExpression.of(expression)?.evaluate(data);

/** How an evaluation ended, in a form that can be compared: its value, or its error's code. */
export async function outcomeOf(evaluation: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: await evaluation() };
  } catch (error) {
    const { code, data } = error as { code?: string; data?: { code?: string } };
    return { code: data?.code ?? code };
  }
}
