/** What a heartbeat asks of its connection. */
export interface HeartbeatSource {
  /** Bytes sent that have not left yet. */
  readonly unsentBytes: number;
  /** Asks the other end for a sign of life. */
  ping(): void;
  /** There was none in time. */
  silent(why: string): void;
}

/** Notices that a connection is dead though nobody said so: after a silence it asks, and waits half as long. */
export class Heartbeat {
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Nothing while a question is unanswered. */
  #heardAt: number | undefined;
  #unsentBytes = 0;

  /** @param periodMs Milliseconds of silence before it asks. */
  constructor(
    readonly source: HeartbeatSource,
    readonly periodMs: number,
  ) {}

  /** The socket has one period to open. */
  awaitOpening(): void {
    this.#in(this.periodMs, () => this.source.silent(`the socket did not open within ${this.periodMs} ms`));
  }

  /** The socket is open. */
  start(): void {
    this.heard();
    this.#in(this.periodMs, this.#check);
  }

  /** Something arrived. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #check = (): void => {
    const silentMs = performance.now() - (this.#heardAt ?? 0);
    if (silentMs < this.periodMs) {
      this.#in(this.periodMs - silentMs, this.#check);
      return;
    }
    this.#heardAt = undefined;
    this.source.ping();
    this.#awaitAnswer();
  };

  #awaitAnswer = (): void => {
    this.#unsentBytes = this.source.unsentBytes;
    this.#in(this.periodMs / 2, this.#judge);
  };

  #judge = (): void => {
    if (this.#heardAt !== undefined) this.#check();
    // The question waits behind what still leaves, if slowly.
    else if (this.source.unsentBytes < this.#unsentBytes) this.#awaitAnswer();
    else this.source.silent(`it gave no sign of life within ${this.periodMs / 2} ms`);
  };

  #in(delayMs: number, next: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(next, delayMs);
  }
}
