/** Milliseconds between two lines where a line cannot be written over. */
const PLAIN_INTERVAL_MS = 5000;

/** One line that says how far something is: rewritten in a terminal, repeated now and then in a log. */
export class ProgressLine {
  #printedAt = Number.NEGATIVE_INFINITY;
  #shown = "";

  constructor(
    readonly title: string,
    readonly stream: NodeJS.WriteStream = process.stdout,
  ) {}

  show(progress: string): void {
    const text = `${this.title}: ${progress}`;
    if (text === this.#shown) return;
    if (this.stream.isTTY) {
      this.stream.write(`\r${text.padEnd(this.#shown.length)}`);
    } else {
      if (performance.now() - this.#printedAt < PLAIN_INTERVAL_MS) return;
      this.#printedAt = performance.now();
      this.stream.write(`${text}\n`);
    }
    this.#shown = text;
  }

  /** Leaves the line as it is. */
  end(): void {
    if (this.stream.isTTY && this.#shown !== "") this.stream.write("\n");
  }
}
