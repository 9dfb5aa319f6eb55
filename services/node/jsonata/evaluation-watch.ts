import { getHeapStatistics } from "node:v8";
import { turnTaker } from "../turns.js";

/** Milliseconds an evaluation may take. */
const MAX_MS = 5000;

/** Milliseconds between two looks at the clock and the memory. */
const INTERVAL_MS = 10;

/** Characters from which on a value is looked after at once. */
const LARGE = 256 * 1024;

/**
 * The share of the heap that may be in use. Garbage alone never fills so much of it, and the rest has room for
 * what one step makes, some tens of megabytes, in a heap of 512 MB or more.
 */
const MAX_HEAP = 0.75;

/**
 * Ends an evaluation that takes too long, or that fills the memory: each value it makes is bounded, but not
 * how many it keeps.
 */
export class EvaluationWatch {
  readonly #turn: () => Promise<void>;
  #ends = 0;
  #next = 0;
  #isTurnDue = false;

  constructor(signal: AbortSignal) {
    this.#turn = turnTaker(signal);
  }

  start(): void {
    this.#ends = performance.now() + MAX_MS;
  }

  /**
   * What an evaluation calls as often as it can.
   *
   * @throws Error, or JSONata's own when time is up.
   */
  readonly look = (): void => {
    const now = performance.now();
    if (now < this.#next) return;
    this.#next = now + INTERVAL_MS;
    this.#isTurnDue = true;
    if (now > this.#ends) throw { code: "D1012", value: MAX_MS };
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used > limit * MAX_HEAP) throw new Error("The memory is almost used up");
  };

  /**
   * The same where it can wait: it also lets others run, which is when an abort can come.
   *
   * @param size Characters of what was made. Much of it may fill the memory before the next look is due.
   */
  readonly pause = (size = 0): Promise<void> | undefined => {
    if (size >= LARGE) this.#next = 0;
    this.look();
    if (!this.#isTurnDue) return undefined;
    this.#isTurnDue = false;
    return this.#turn();
  };
}
