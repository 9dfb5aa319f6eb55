import type { RunEventContent } from "../run.api.js";

/** Where a run writes down what happens. */
export interface RunJournal {
  /** @throws RpcError when the event holds what cannot be written down; it is then as if it had not been noted. */
  note(event: RunEventContent): void;
  /** Resolves when all that was noted is kept, others having had a turn meanwhile. */
  kept(): Promise<void>;
}
