import { Worker } from "node:worker_threads";
import { RpcError } from "../../../../decorators/index.js";
import type {
  ExpressionJob,
  ExpressionMessage,
  ExpressionReport,
  ExpressionWorkerData,
} from "./expression-worker.mjs";

/** Milliseconds a worker has to start its engine, and to end a job by itself once its time is up. */
const START_MS = 30_000;
const GRACE_MS = 500;

/** A worker that evaluates expressions, one at a time. It keeps the process alive only while it does. */
export class ExpressionThread {
  #isOver = false;

  private constructor(private readonly worker: Worker) {
    // Whoever waits for it hears of it too; while nobody does, it must not end the process.
    worker.on("error", () => {});
    worker.on("exit", () => {
      this.#isOver = true;
    });
  }

  /** Whether it has ended, by itself too. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * @throws RpcError `UNAVAILABLE` when its engine does not start.
   */
  static async start(limits: ExpressionWorkerData): Promise<ExpressionThread> {
    // A bundler keeps what is imported only here in a file of its own, which is what a worker starts from.
    const { url } = await import("./expression-worker.mjs");
    const worker = new Worker(new URL(url), {
      workerData: { expressions: limits },
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    const thread = new ExpressionThread(worker);
    try {
      const notStarted = new RpcError(
        "UNAVAILABLE",
        `The engine for expressions has not started within ${START_MS} ms`,
      );
      await thread.#next(START_MS, () => notStarted);
    } catch (error) {
      await thread.end();
      throw error;
    }
    worker.unref();
    return thread;
  }

  /**
   * How a job ended. A thread whose job was not waited for to the end is of no more use.
   *
   * @throws the signal's reason; RpcError `TIMEOUT`; Error when the engine failed.
   */
  async run(job: ExpressionJob, signal: AbortSignal): Promise<ExpressionReport> {
    const { timeoutMs } = job;
    signal.throwIfAborted();
    this.worker.ref();
    this.worker.postMessage(job);
    const message = await this.#next(timeoutMs + GRACE_MS, () => tooSlow(timeoutMs), signal);
    this.worker.unref();
    return message as ExpressionReport;
  }

  /** Whatever it does, it is over when this resolves. */
  async end(): Promise<void> {
    await this.worker.terminate();
  }

  /** What the worker says next. */
  #next(ms: number, late: () => Error, signal?: AbortSignal): Promise<ExpressionMessage> {
    const { worker } = this;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(late())), ms);
      const said = (message: ExpressionMessage) => settle(() => resolve(message));
      const failed = (error: Error) => settle(() => reject(error));
      const ended = () => failed(new Error("Its thread ended"));
      const aborted = () => settle(() => reject(signal?.reason));
      const settle = (how: () => void) => {
        clearTimeout(timer);
        worker.off("message", said).off("error", failed).off("exit", ended);
        signal?.removeEventListener("abort", aborted);
        how();
      };
      worker.on("message", said).on("error", failed).on("exit", ended);
      signal?.addEventListener("abort", aborted);
    });
  }
}

/** Why an expression was ended that took all the time there is. */
export const tooSlow = (timeoutMs: number): RpcError =>
  new RpcError("TIMEOUT", `The JSONata expression took longer than ${timeoutMs} ms`);
