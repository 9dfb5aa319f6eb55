import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run mutate -- [options] [words ...]

Breaks the code on purpose, one place at a time, each in a copy of the repository, and runs the tests that have
to notice. A mutation that no test notices is a survivor. The lists are in test/mutations/lists/.

With words it takes only the mutations whose name or file contains one of them.

  --workers N   mutations tried at once (default: one a core)
  --list        prints the mutations and tries none
  --verbose     shows which tests noticed
  --help        this text

It ends with 1 when a mutation survives that is not listed as equivalent, when one that is listed as equivalent
does not survive, or when one does not fit the code any more.`;

export interface MutateOptions {
  words: readonly string[];
  workers: number;
  list: boolean;
  verbose: boolean;
  help: boolean;
}

/** @throws Error saying which argument is wrong. */
export function readOptions(args: readonly string[]): MutateOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      workers: { type: "string", default: String(availableParallelism()) },
      list: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const workers = Number(values.workers);
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new Error(`--workers ${values.workers}: it must be a whole number, 1 or more`);
  }
  return { words: positionals, workers, list: values.list, verbose: values.verbose, help: values.help };
}
