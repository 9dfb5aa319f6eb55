import { RpcError } from "../../../../decorators/index.js";
import { isRecord } from "../../../../src/validation/is-record.js";
import { expressionError, faultOf, textOf } from "../expression-error.js";
import { ExpressionBatch } from "./expression-batch.js";
import type { ExpressionPool } from "./expression-pool.js";
import { tooSlow } from "./expression-thread.js";
import type { ExpressionJob, ExpressionOutcome, ExpressionWorkerData } from "./expression-worker.mjs";

/** How many inputs go in together. */
const MAX_BATCH = 500;

/** What ends an expression. */
export interface ExpressionLimits {
  /** Milliseconds that an evaluation may take, from when it begins. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** An expression evaluated in an engine of its own, where it meets nothing of this process. */
export class SandboxedExpression {
  constructor(
    private readonly expression: string,
    private readonly pool: ExpressionPool,
    private readonly limits: ExpressionLimits,
  ) {}

  async evaluate(data: unknown): Promise<unknown> {
    const [value] = await this.#all([data], false);
    return value;
  }

  /** Whether it holds for each of several. */
  async hold(items: readonly unknown[]): Promise<boolean[]> {
    return (await this.#all(items, true)).map((value) => value === true);
  }

  async #all(items: readonly unknown[], holds: boolean): Promise<unknown[]> {
    const results: unknown[] = [];
    let most = MAX_BATCH;
    do {
      const batch = new ExpressionBatch(items.slice(results.length, results.length + most));
      const { timeoutMs } = this.limits;
      const job = { expression: this.expression, holds, inputs: batch.json, token: batch.token, timeoutMs };
      const outcome = await this.#run(job);
      if ("limit" in outcome) throw limitError(outcome.limit, timeoutMs, this.pool.limits);
      const found = resultsOf(outcome, batch);
      results.push(...found);
      // What there was no time for is written once more.
      most = Math.min(MAX_BATCH, 2 * found.length);
    } while (results.length < items.length);
    return results;
  }

  async #run(job: ExpressionJob): Promise<ExpressionOutcome> {
    const { signal } = this.limits;
    try {
      return await this.pool.run(job, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RpcError) throw error;
      // The engine itself failed, and its thread with it.
      throw expressionError({ message: `The engine failed: ${(error as Error).message}` });
    }
  }
}

/** What the engine answered, which is whatever the expression made of it. */
function resultsOf(
  outcome: { json: string } | { error: { message: string } },
  batch: ExpressionBatch,
): unknown[] {
  if ("error" in outcome) throw expressionError(outcome.error);
  const answer = batch.decode(outcome.json);
  if (isRecord(answer) && isRecord(answer.error)) throw faultError(answer.error);
  const results = isRecord(answer) ? answer.results : undefined;
  const isAnswer = Array.isArray(results) && results.length <= batch.count;
  if (isAnswer && (results.length > 0 || batch.count === 0)) return results;
  throw expressionError({ message: "It answers with what is not a result" });
}

function faultError(error: Record<string, unknown>): RpcError {
  const path = textOf(error.place);
  if (path === undefined) return expressionError(faultOf(error));
  return new RpcError("NOT_SERIALIZABLE", `A JSONata expression cannot give ${path}`, { data: { path } });
}

function limitError(
  limit: "time" | "memory" | "result",
  timeoutMs: number,
  { memoryBytes, maxResultLength, maxResultValues, maxResultDepth }: ExpressionWorkerData,
): RpcError {
  switch (limit) {
    case "time":
      return tooSlow(timeoutMs);
    case "memory": {
      const mebibytes = memoryBytes / 1024 / 1024;
      return new RpcError(
        "MEMORY_LIMIT",
        `The JSONata expression needs more than ${mebibytes} MiB of memory`,
      );
    }
    case "result":
      return new RpcError(
        "PAYLOAD_TOO_LARGE",
        `The JSONata expression gives too much: at most ${maxResultLength} characters of JSON, ${maxResultValues} values and ${maxResultDepth} levels`,
        { data: { limit: maxResultLength, maxValues: maxResultValues, maxDepth: maxResultDepth } },
      );
  }
}
