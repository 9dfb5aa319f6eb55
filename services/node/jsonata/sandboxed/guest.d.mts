import type jsonata from "jsonata";
import type { base64, randomFrom } from "./guest-globals.mjs";
import type { listFunctions } from "./guest-lists.mjs";

/** What is taken into the engine beside `guest`. */
export interface GuestParts {
  base64: typeof base64;
  randomFrom: typeof randomFrom;
  listFunctions: typeof listFunctions;
}

export interface GuestOptions {
  /** The properties by which the library knows its functions. */
  functionMarks: readonly string[];
  /** How deeply an expression may recurse. */
  depth: number;
  /** How many members a list that the library makes may have. */
  list: number;
  /** Milliseconds after which no further input is begun. */
  turnMs: number;
}

/**
 * Evaluates one expression for each of several inputs.
 *
 * @param job JSON of an expression, and of whether its truth is asked for and not its value.
 * @param inputs JSON of a list, in which `{ [token]: [kind, content, text?] }` stands for what JSON does not have.
 * @param seed For random numbers: four of 32 bits.
 * @returns JSON of `results`, as many as there was time for, but one at least; or of an `error`.
 */
export type Evaluate = (
  job: string,
  inputs: string,
  token: string,
  seed: readonly number[],
) => Promise<string>;

/**
 * What runs inside the engine, beside JSONata. Its text is taken there, so it names nothing that is not in it.
 */
export function guest(library: typeof jsonata, parts: GuestParts, options: GuestOptions): Evaluate;
