import { inject, injectable } from "inversify";
import { turnTaker } from "../turns.js";
import { expressionError, faultOf } from "./expression-error.js";
import { PlainExpression } from "./plain/plain-expression.js";
import { ExpressionPool } from "./sandboxed/expression-pool.js";
import { type ExpressionLimits, SandboxedExpression } from "./sandboxed/sandboxed-expression.js";

/**
 * Reads JSONata expressions.
 *
 * One that only reads, and little, is evaluated in this process. Any other runs in an engine in a thread, which has
 * nothing of this process, and whose memory is put back to how it was after each. Bounds, beside those of time:
 * 128 MiB; 16 Mi characters of JSON in and out, 1.1 million values out; lists of 1 Mi members.
 */
@injectable()
export class JsonataExpressions {
  constructor(@inject(ExpressionPool) private readonly pool: ExpressionPool) {}

  /** @throws RpcError `EXPRESSION_ERROR` for what is not an expression, if that shows without evaluating it. */
  read(expression: string, limits: ExpressionLimits): JsonataExpression {
    return new JsonataExpression(expression, this.pool, limits);
  }
}

/**
 * A JSONata expression, to be evaluated as often as one likes. It ends when its signal fires.
 *
 * What goes wrong in it is an RpcError `EXPRESSION_ERROR`, with JSONata's `code`, `position` and `token` in
 * `data`; beyond its bounds `TIMEOUT`, `MEMORY_LIMIT` or `PAYLOAD_TOO_LARGE`; `NOT_SERIALIZABLE` when it gives a
 * function, or what contains itself.
 */
export class JsonataExpression {
  readonly #plain: PlainExpression | undefined;
  readonly #sandboxed: SandboxedExpression;

  constructor(
    expression: string,
    pool: ExpressionPool,
    private readonly limits: ExpressionLimits,
  ) {
    try {
      this.#plain = PlainExpression.of(expression);
    } catch (error) {
      throw expressionError(faultOf(error));
    }
    this.#sandboxed = new SandboxedExpression(expression, pool, limits);
  }

  /** What the expression gives for `data`: an `undefined` value when it finds nothing. */
  async evaluate(data: unknown): Promise<{ value: unknown }> {
    return this.#plain?.evaluate(data) ?? { value: await this.#sandboxed.evaluate(data) };
  }

  /** The items for which it is true as JSONata has it: of a list, one member is. */
  async filter<Item>(items: readonly Item[]): Promise<Item[]> {
    const kept: Item[] = [];
    let next = 0;
    const turn = turnTaker(this.limits.signal);
    for (; next < items.length; next++) {
      const verdict = this.#plain?.holds(items[next]);
      if (verdict === undefined) break;
      if (verdict.value) kept.push(items[next] as Item);
      await turn();
    }
    if (this.#plain !== undefined && next === items.length) return kept;
    const rest = items.slice(next);
    const verdicts = await this.#sandboxed.hold(rest);
    return [...kept, ...rest.filter((_, at) => verdicts[at])];
  }
}
