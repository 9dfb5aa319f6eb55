import { setImmediate as nextTurn } from "node:timers/promises";

/** Lets `count` turns of the event loop pass; every message under way moves one hop in each. */
export async function turns(count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

/** Enough turns for a message, its reply and what either causes. */
export const quiet = (): Promise<void> => turns(8);

/** @throws Error when the condition does not come true within many turns. */
export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  for (let turn = 0; turn < 20_000; turn++) {
    if (condition()) return;
    await nextTurn();
  }
  throw new Error(`This did not come true: ${what}`);
}
