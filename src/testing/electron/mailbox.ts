import { setImmediate } from "node:timers";

/**
 * A one-way pipe between two processes: ordered, and never delivered on the stack that posted.
 * The timer is imported, so that a test's fake timers do not stop it.
 */
export class Mailbox {
  readonly #tasks: (() => void)[] = [];

  /** @param turns Turns of the event loop that a delivery takes. */
  constructor(readonly turns = 1) {}

  post(task: () => void): void {
    this.#tasks.push(task);
    this.#after(this.turns);
  }

  /** Runs `task` after everything already posted; at once if nothing is. */
  whenEmpty(task: () => void): void {
    if (this.#tasks.length === 0) task();
    else this.post(task);
  }

  #after(turns: number): void {
    setImmediate(() => {
      if (turns > 1) this.#after(turns - 1);
      else this.#tasks.shift()?.();
    });
  }

  /** Delivers now what is under way. */
  flush(): void {
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) task();
  }
}
