import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run bench -- [options]

Measures calls through this package beside hand-written ones, over one MessageChannel in this process (W1 to
W4); Atomiton's workflow engine beside its nodes called by hand (W5, W6), and its expressions beside the library
alone (W7); validation beside zod and beside class-transformer with class-validator (W8, W9); a large workflow
created, executed and refused (W10). Only ratios mean anything across machines.

  --rounds N      measured rounds, of which the median counts (default 15)
  --only W1,W3    only these workloads
  --json FILE     write the figures there too
  --help          this text`;

export interface BenchOptions {
  rounds: number;
  /** Upper-case ids; absent for all. */
  only?: readonly string[];
  json?: string;
  help: boolean;
}

/** @throws Error saying which argument is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "15" },
      only: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds ${values.rounds}: it must be a whole number, 1 or more`);
  }
  return {
    rounds,
    help: values.help,
    ...(values.only !== undefined && { only: values.only.toUpperCase().split(",") }),
    ...(values.json !== undefined && { json: values.json }),
  };
}
