import { printable } from "../../shared/printable.js";

/** Milliseconds between two lines where a line cannot be written over. */
const PLAIN_INTERVAL_MS = 5000;

/** One line that says how far something is: rewritten in a terminal, repeated now and then in a log. */
export class ProgressLine {
  #printedAt = Number.NEGATIVE_INFINITY;
  #shown = "";
  /** The latest, be it shown or not. */
  #latest = "";

  constructor(
    readonly title: string,
    readonly stream: NodeJS.WriteStream = process.stdout,
  ) {}

  show(progress: string): void {
    this.#latest = printable(`${this.title}: ${progress}`);
    if (this.stream.isTTY || performance.now() - this.#printedAt >= PLAIN_INTERVAL_MS) this.#print();
  }

  /** Leaves the latest line as it is. */
  end(): void {
    this.#print();
    if (this.stream.isTTY && this.#shown !== "") this.stream.write("\n");
  }

  #print(): void {
    const text = this.#latest;
    if (text === this.#shown) return;
    this.stream.write(this.stream.isTTY ? `\r${text.padEnd(this.#shown.length)}` : `${text}\n`);
    this.#printedAt = performance.now();
    this.#shown = text;
  }
}
