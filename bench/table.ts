import type { Row } from "./measure.js";

const HEADINGS = ["", "validates", "median", "ratio", "loop held up"];

/** The rows of one workload, aligned in columns. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ contestant, validates, median, unit, ratio, heldUpMs }) => [
    contestant,
    validates ? "yes" : "no",
    `${median.toFixed(median < 100 ? 2 : 0)} ${unit}`,
    `${ratio.toFixed(2)}x`,
    ...(heldUpMs === undefined ? [] : [`${heldUpMs.toFixed(0)} ms`]),
  ]);
  const headings = HEADINGS.slice(0, lines[0]?.length);
  const cells = [headings, ...lines];
  const widths = headings.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => aligned(line, widths)).join("\n");
}

/** Names to the left, figures to the right. */
const aligned = (line: readonly string[], widths: readonly number[]): string =>
  line
    .map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    .join("   ");
