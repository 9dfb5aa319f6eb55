/** One line the real Electron would print, or one exception nobody caught. */
export interface LogEntry {
  readonly process: "main" | "renderer";
  /** `uncaught` is an uncaught exception or an unhandled rejection; the other two are console levels. */
  readonly kind: "error" | "warning" | "uncaught";
  readonly message: string;
  /** The value printed after the message, or the thing thrown. */
  readonly detail?: unknown;
}

/** Keeps what Electron would print, so that a test stays quiet and can still ask. */
export class Log {
  readonly entries: LogEntry[] = [];

  add(process: LogEntry["process"], kind: LogEntry["kind"], message: string, detail?: unknown): void {
    this.entries.push({ process, kind, message, detail });
  }

  /** Runs code of the user at the top of a stack, where a throw has nobody left to reach. */
  guard(process: LogEntry["process"], run: () => void): void {
    try {
      run();
    } catch (error) {
      this.add(process, "uncaught", String(error), error);
    }
  }
}
