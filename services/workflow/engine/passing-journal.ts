import type { RunJournal } from "./run-journal.js";

/** Keeps nothing: for a run that is one step of another, which is kept as a whole. */
export class PassingJournal implements RunJournal {
  #turn: Promise<void> | undefined;

  note(): void {}

  /** Gives others a turn, one for all who ask at the same time. */
  kept(): Promise<void> {
    this.#turn ??= new Promise((resolve) =>
      setImmediate(() => {
        this.#turn = undefined;
        resolve();
      }),
    );
    return this.#turn;
  }
}
