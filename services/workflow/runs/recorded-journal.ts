import { constantOf } from "../../values/constant.js";
import type { RunJournal } from "../engine/run-journal.js";
import type { RunEvent, RunEventContent } from "../run.api.js";
import type { EncodedEvent } from "./run-store.js";
import { encodeEvent } from "./stored-event.js";

/** Where the journal of one run is kept. */
export interface JournalOptions {
  runId: string;
  /** The number of the last event that is kept already; 0 for none. */
  sequence: number;
  now(): number;
  /** Keeps events for good, all or none. */
  keep(events: readonly EncodedEvent[]): void;
  /** Is told of events once they are kept. */
  tell(events: readonly RunEvent[]): void;
}

/** Keeps what happens in one turn of the event loop in one transaction, for each costs a wait for the disk. */
export class RecordedJournal implements RunJournal {
  #sequence: number;
  #noted: EncodedEvent[] = [];
  #keeping: Promise<void> | undefined;

  constructor(private readonly options: JournalOptions) {
    this.#sequence = options.sequence;
  }

  note(content: RunEventContent): void {
    const { runId, now } = this.options;
    const event: RunEvent = { ...toTell(content), runId, sequence: this.#sequence + 1, at: now() };
    this.#noted.push({ event, encoded: encodeEvent(event) });
    this.#sequence++;
    this.#keeping ??= this.#keepSoon();
  }

  /** @throws what the database throws; nothing more is kept from then on, so that there is no gap. */
  kept(): Promise<void> {
    return this.#keeping ?? Promise.resolve();
  }

  #keepSoon(): Promise<void> {
    const keeping = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        try {
          this.#keepNow();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    // Whoever asks whether it is kept learns of it.
    keeping.catch(() => {});
    return keeping;
  }

  #keepNow(): void {
    const noted = this.#noted;
    this.options.keep(noted);
    this.#noted = [];
    this.#keeping = undefined;
    this.options.tell(noted.map(({ event }) => event));
  }
}

/** The same event with values that nobody can change for another who is told. */
function toTell(content: RunEventContent): RunEventContent {
  switch (content.type) {
    case "started":
      return content;
    case "node-started":
      return { ...content, ...constantPart("retryOf", content.retryOf) };
    case "node-progress":
      return { ...content, progress: constantOf(content.progress, "progress") };
    case "node-finished":
    case "finished":
      return {
        ...content,
        ...constantPart("outputs", content.outputs),
        ...constantPart("error", content.error),
      };
  }
}

const constantPart = (name: string, part: unknown) =>
  part === undefined ? {} : { [name]: constantOf(part, name) };
