import { inject, injectable } from "inversify";
import { turnTaker } from "../turns.js";
import { ExpressionData } from "./expression-data.js";
import { expressionError, faultOf } from "./expression-error.js";
import { PlainExpression } from "./plain/plain-expression.js";
import { ExpressionPool } from "./sandboxed/expression-pool.js";
import { type ExpressionLimits, SandboxedExpression } from "./sandboxed/sandboxed-expression.js";

/**
 * Reads JSONata expressions.
 *
 * Those that only read, and little, are evaluated in this process, over copies. All others run in an engine of
 * their own, in a thread of its own, which has nothing of this process, and whose memory is put back to how it
 * was after each. Bounds, beside those of time: 128 MiB, 16 Mi characters of JSON in and out, lists of 1 Mi members.
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

  /** What the expression gives for `data`; `undefined` when it finds nothing. */
  async evaluate(data: unknown): Promise<unknown> {
    const copy = this.#plain && new ExpressionData(data);
    if (copy === undefined || !this.#plain?.takes(copy)) return this.#sandboxed.evaluate(data);
    return this.#inProcess(this.#plain.evaluate(copy));
  }

  /** The items for which it is true as JSONata has it: of a list, one member is. */
  async filter<Item>(items: readonly Item[]): Promise<Item[]> {
    const plain = this.#plain;
    const kept: Item[] = [];
    let next = 0;
    const turn = turnTaker(this.limits.signal);
    for (; plain !== undefined && next < items.length; next++) {
      const copy = new ExpressionData(items[next]);
      if (!plain.takes(copy)) break;
      if (await this.#inProcess(plain.holds(copy))) kept.push(items[next] as Item);
      await turn();
    }
    if (plain !== undefined && next === items.length) return kept;
    const rest = items.slice(next);
    const verdicts = await this.#sandboxed.hold(rest);
    return [...kept, ...rest.filter((_, at) => verdicts[at])];
  }

  async #inProcess<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw expressionError(faultOf(error));
    }
  }
}
