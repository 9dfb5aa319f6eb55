import type { ServiceIdentifier } from "inversify";

/** What time it is, so that a test can say. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const Clock: ServiceIdentifier<Clock> = Symbol.for("atomiton/Clock");
