/** What holds of everybody who calls from one place. */
export interface Habits {
  /** Whether what a caller began settles when its session is lost; a page's promises die with it. */
  readonly settlesLost: boolean;
  /** Whether a caller outlives its session: its listeners stay, and what was not sent waits for the next. */
  readonly reconnects: boolean;
}

/** A call or a stream. Where a race decides how it ends, more than one end is right. */
export class Course {
  /** What it may settle with. */
  readonly ends: Set<string>;
  /** Whether it may still wait for its release, or flow. */
  mayGoOn: boolean;
  /** Whether it may never settle, as its page is gone. */
  mayHang = false;
  /** Whether it was seen to run, so that it does not wait for a connection. */
  #seen = false;
  #aborted = false;

  /** @param answer What it is answered with; nothing when that takes a release, or when it is a stream. */
  constructor(
    readonly key: string,
    answer?: string,
  ) {
    this.ends = new Set(answer === undefined ? [] : [answer]);
    this.mayGoOn = answer === undefined;
  }

  /** It ends so, unless something else ends it first. */
  end(outcome: string): void {
    this.ends.add(outcome);
    this.mayGoOn = false;
  }

  /** Ends it at once, unless it has ended. */
  abort(): void {
    this.end("CANCELLED");
    this.mayHang = false;
    this.#aborted = true;
  }

  lose({ settlesLost, reconnects }: Habits): void {
    if (this.#aborted) return;
    this.ends.add("UNAVAILABLE");
    this.mayGoOn &&= reconnects && !this.#seen;
    this.mayHang ||= !settlesLost;
  }

  /** All is quiet, and it goes on. */
  goesOn(): void {
    this.#seen = true;
    this.ends.clear();
  }

  toString(): string {
    const { key, ends, mayGoOn, mayHang } = this;
    return JSON.stringify({ key, ends: [...ends], mayGoOn, mayHang });
  }
}

export class StreamCourse extends Course {
  left = false;

  leave(): void {
    this.left = true;
    this.end("end");
  }
}

export class ModelClient {
  calls: Course[] = [];
  streams: StreamCourse[] = [];
  /** Keys of the calls and streams, ended or not, whose signal has not fired. */
  readonly signals: string[] = [];
  isListening = false;
  /** Ticks since all was quiet, and whether its listener must hear each; of the others it may. */
  ticks: { value: number; surely: boolean }[] = [];
  isGone = false;
  /** Whether it will hear what is emitted next. */
  #hears: "surely" | "perhaps" | "never" = "never";
  /** Whether it may not have noticed yet that its connection is lost. */
  #mayBeLost = false;

  begin<Begun extends Course>(course: Begun, list: Begun[]): void {
    if (this.#mayBeLost) course.ends.add("UNAVAILABLE");
    list.push(course);
    this.signals.push(course.key);
  }

  listen(): void {
    this.isListening = true;
    this.#hears = "perhaps";
  }

  /** What is under way to it is heard only if it listens again. */
  unlisten(): void {
    this.isListening = false;
    this.#doubt();
    this.#hears = "perhaps";
  }

  emit(value: number): void {
    if (this.#hears !== "never") this.ticks.push({ value, surely: this.#hears === "surely" });
  }

  loseSession(habits: Habits): void {
    for (const course of [...this.calls, ...this.streams]) course.lose(habits);
    this.#doubt();
    this.isListening &&= habits.reconnects;
    this.#hears = habits.reconnects ? "perhaps" : "never";
    this.#mayBeLost = habits.reconnects;
  }

  /** For good. */
  leave({ settlesLost }: Habits): void {
    this.loseSession({ settlesLost, reconnects: false });
    this.isGone = true;
  }

  /** It is still there to be told. */
  serverCloses(): void {
    for (const course of [...this.calls, ...this.streams])
      course.lose({ settlesLost: true, reconnects: false });
    this.isListening = false;
    this.isGone = true;
  }

  /** Everything under way has arrived. */
  beQuiet(): void {
    this.ticks = [];
    this.#hears = this.isListening ? "surely" : "never";
    this.#mayBeLost = false;
  }

  #doubt(): void {
    for (const tick of this.ticks) tick.surely = false;
  }
}

/** What must be observed, as plain data. */
export class Model {
  readonly clients: ModelClient[] = [];
  /** The latest value of the event that replays it. */
  state: number | undefined;
  /** For keys of calls and streams, and for values of events: none is given twice. */
  #count = 0;

  next(): number {
    return ++this.#count;
  }

  /** Those that are still there. */
  get present(): ModelClient[] {
    return this.clients.filter(({ isGone }) => !isGone);
  }
}
