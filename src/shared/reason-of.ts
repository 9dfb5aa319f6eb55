/** What something thrown says, in one line: a cycle's error draws the cycle on the lines after. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] as string;
