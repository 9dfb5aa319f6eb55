/** Where the worker's file is, in the source as in a bundle. */
export const url: string;

/** What a worker that starts from that file gets as `workerData.scriptJob`. */
export interface ScriptJob {
  /** The body of an async function with the parameter `inputs`. */
  code: string;
  /** As JSON. */
  inputs: string;
  timeoutMs: number;
  memoryBytes: number;
  /** How many characters the result may have as JSON. */
  maxResultLength: number;
}

/** What it posts: that the script begins, then how it ended. */
export type ScriptMessage = "begun" | ScriptOutcome;

export type ScriptOutcome =
  /** What the script returned, as JSON; undefined when that is nothing JSON has. */
  | { value: string | undefined }
  /** Which limit ended it. */
  | { limit: "time" | "memory" | "result" }
  | { error: ScriptError };

/** What a script threw, in short. */
export interface ScriptError {
  /** The error's class, e.g. `TypeError`; absent when it is no error. */
  name?: string;
  message: string;
  /** Of the script, from 1. */
  line?: number;
}
