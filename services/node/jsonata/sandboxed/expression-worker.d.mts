/** Where the worker's file is, in the source as in a bundle. */
export const url: string;

/** What a worker that starts from that file gets as `workerData.expressions`. */
export interface ExpressionWorkerData {
  /** What the engine may use beyond what it begins with. */
  memoryBytes: number;
  /** How many characters the results of a job may have as JSON. */
  maxResultLength: number;
  /** How many values they may have in all, and how deep in one another: each takes time where it is read. */
  maxResultValues: number;
  maxResultDepth: number;
}

export interface ExpressionJob {
  /** Milliseconds it may take. */
  timeoutMs: number;
  expression: string;
  /** Whether its truth is asked for and not its value. */
  holds: boolean;
  /** JSON of a list; see `Evaluate`. */
  inputs: string;
  /** A text that is nowhere in the inputs but where it stands for what JSON does not have. */
  token: string;
}

/** What it posts: once that it is ready, then how each job ended. */
export type ExpressionMessage = "ready" | ExpressionReport;

export interface ExpressionReport {
  outcome: ExpressionOutcome;
  /** Whether it keeps so much memory that another worker had better take its place. */
  spent: boolean;
}

export type ExpressionOutcome =
  /** JSON of `results` or `error`; see `Evaluate`. Nothing is to be taken for granted of it. */
  | { json: string }
  /** Which limit ended it. */
  | { limit: "time" | "memory" | "result" }
  | { error: { message: string } };
