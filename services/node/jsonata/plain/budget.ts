/** Thrown where an evaluation in this process ends before it has a value: it is then to be done elsewhere. */
export const ELSEWHERE = Symbol("elsewhere");

/** How many steps an evaluation in this process may take; each value looked at and each character made is one. */
const MAX_STEPS = 100_000;

/** Counts what one evaluation does. */
export class Budget {
  #left = MAX_STEPS;

  /** @throws `ELSEWHERE` when there is not so much left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (!(this.#left >= 0)) throw ELSEWHERE;
  }
}
