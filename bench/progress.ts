import { stderr } from "node:process";

/** How far a workload is: on a terminal one line that replaces itself, elsewhere one line at the start. */
export function progressOf(workload: string, rounds: number): { show(round: number): void; end(): void } {
  if (!stderr.isTTY) {
    stderr.write(`${workload}: ${rounds} rounds ...\n`);
    return { show: () => {}, end: () => {} };
  }
  return {
    show: (round) =>
      stderr.write(`\r\x1b[K${workload}: ${round === 0 ? "warming up" : `${round}/${rounds}`}`),
    end: () => stderr.write("\r\x1b[K"),
  };
}
