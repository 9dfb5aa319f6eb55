import { availableParallelism } from "node:os";
import { injectable, preDestroy, unmanaged } from "inversify";
import { Semaphore } from "../../semaphore.js";
import { ExpressionThread } from "./expression-thread.js";
import type { ExpressionJob, ExpressionOutcome, ExpressionWorkerData } from "./expression-worker.mjs";

/** Milliseconds after which a thread without work is ended. */
const IDLE_MS = 10_000;

/** What one evaluation may take of memory, and what may come out. */
const LIMITS: ExpressionWorkerData = {
  memoryBytes: 128 * 1024 * 1024,
  maxResultLength: 16 * 1024 * 1024 + 64 * 1024,
  maxResultValues: 1_100_000,
  maxResultDepth: 520,
};

/** Threads for expressions, as many as there are processors, started when there is work for them. */
@injectable()
export class ExpressionPool {
  readonly #room = new Semaphore(Math.max(2, availableParallelism()));
  /** In the order in which they came to rest, each with what ends it. */
  readonly #resting = new Map<ExpressionThread, NodeJS.Timeout>();
  #keepsOne = false;
  /** The one that starts before there is work for it. */
  #spare: Promise<ExpressionThread> | undefined;
  #closed = false;

  constructor(@unmanaged() readonly limits = LIMITS) {}

  /** How many threads rest. */
  get size(): number {
    return this.#resting.size;
  }

  /** Has a thread ready from now on, so that no expression has to wait for one to start. */
  async warm(): Promise<void> {
    this.#keepsOne = true;
    if (this.#resting.size > 0 || this.#closed) return;
    this.#spare ??= ExpressionThread.start(this.limits);
    const spare = this.#spare;
    const [started] = await Promise.allSettled([spare]);
    // An expression may have taken it meanwhile.
    if (this.#spare !== spare) return;
    this.#spare = undefined;
    if (started.status === "rejected") throw started.reason;
    await this.#rest(started.value);
  }

  /**
   * How a job ended. When this settles, nothing of it goes on.
   *
   * @throws the signal's reason; RpcError `TIMEOUT`, `UNAVAILABLE`; Error when the engine failed.
   */
  run(job: ExpressionJob, signal: AbortSignal): Promise<ExpressionOutcome> {
    return this.#room.run(async () => {
      const thread = this.#take() ?? (await this.#start());
      try {
        const { outcome, spent } = await thread.run(job, signal);
        await (spent ? this.#replace(thread) : this.#rest(thread));
        return outcome;
      } catch (error) {
        await this.#replace(thread);
        throw error;
      }
    }, signal);
  }

  /** Ends every thread that rests, and those that work after their work. */
  @preDestroy()
  async close(): Promise<void> {
    this.#closed = true;
    const threads = [...this.#resting.keys()];
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  /** The one that has rested for the shortest time. */
  #take(): ExpressionThread | undefined {
    for (const [thread, timer] of [...this.#resting].reverse()) {
      clearTimeout(timer);
      this.#resting.delete(thread);
      if (!thread.isOver) return thread;
    }
    return undefined;
  }

  #start(): Promise<ExpressionThread> {
    const starting = this.#spare ?? ExpressionThread.start(this.limits);
    this.#spare = undefined;
    return starting;
  }

  /** Ends a thread; where one is to be ready, another takes its place. */
  async #replace(thread: ExpressionThread): Promise<void> {
    await thread.end();
    // What keeps it from starting shows at the next expression.
    if (this.#keepsOne) this.warm().catch(() => {});
  }

  async #rest(thread: ExpressionThread): Promise<void> {
    if (this.#closed) return thread.end();
    this.#resting.set(thread, setTimeout(() => this.#endOrKeep(thread), IDLE_MS).unref());
  }

  #endOrKeep(thread: ExpressionThread): void {
    if (this.#keepsOne && this.#resting.size === 1) return;
    this.#resting.delete(thread);
    void thread.end();
  }
}
