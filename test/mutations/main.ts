import { stderr } from "node:process";
import { isAsExpected, type Outcome, runUnmutated, tryAll } from "./campaign.js";
import { mutations } from "./lists/index.js";
import type { Mutation } from "./mutation.js";
import { type MutateOptions, readOptions, USAGE } from "./options.js";
import type { Verdict } from "./run-tests.js";

/** How it ends when Ctrl-C does it, as a shell has it. */
const INTERRUPTED = 130;

const interrupted = new AbortController();

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const chosen = choose(options.words);
  if (options.list) return console.log(chosen.map(titleOf).join("\n"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

  progress(
    `Running ${count(new Set(chosen.flatMap(({ tests }) => tests)).size, "test file")} as they are ...`,
  );
  const verdict = await runUnmutated(chosen, options.workers, interrupted.signal);
  if (verdict.kind !== "passed") {
    throw new Error(`The tests do not pass as they are:\n${explain(verdict)}`);
  }
  const outcomes = await tryWithProgress(chosen, options);
  report(outcomes);
  if (!outcomes.every(isAsExpected)) process.exitCode = 1;
}

function choose(words: readonly string[]): readonly Mutation[] {
  if (words.length === 0) return mutations;
  const chosen = mutations.filter(({ name, file }) =>
    words.some((word) => `${file} ${name}`.toLowerCase().includes(word.toLowerCase())),
  );
  if (chosen.length === 0) throw new Error(`No mutation has ${words.join(" or ")} in its name or file`);
  return chosen;
}

async function tryWithProgress(
  chosen: readonly Mutation[],
  { workers, verbose }: MutateOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const tell = () => progress(`${outcomes.length} of ${chosen.length} tried`);
  tell();
  await tryAll(chosen, workers, interrupted.signal, (outcome) => {
    outcomes.push(outcome);
    const { mutation, verdict, seconds } = outcome;
    const mark = isAsExpected(outcome) ? "ok  " : "FAIL";
    progress("");
    console.log(`${mark} ${titleOf(mutation)}: ${wordFor(outcome)} (${seconds.toFixed(1)} s)`);
    if (verbose || verdict.kind === "broken") console.log(explain(verdict));
    tell();
  });
  progress("");
  return outcomes;
}

const titleOf = ({ file, name }: Mutation): string => `${file}: ${name}`;

function wordFor({ mutation, verdict }: Outcome): string {
  if (verdict.kind === "broken") return "the code does not load with it, so it proves nothing";
  if (verdict.kind === "hung") return "noticed, the tests did not end";
  if (mutation.equivalent === undefined) return verdict.kind === "failed" ? "noticed" : "survived";
  return verdict.kind === "failed" ? "listed as equivalent, yet a test noticed" : "equivalent";
}

function explain(verdict: Verdict): string {
  if (verdict.kind === "failed") return `       ${verdict.test}`;
  return verdict.kind === "broken" ? verdict.message : `       ${verdict.kind}`;
}

function report(outcomes: readonly Outcome[]): void {
  const equivalent = outcomes.filter(({ mutation }) => mutation.equivalent !== undefined);
  const faults = outcomes.filter((outcome) => !isAsExpected(outcome));
  if (equivalent.length > 0) {
    console.log("\nEquivalent, which no test can notice:");
    for (const { mutation } of equivalent) console.log(`  ${titleOf(mutation)}: ${mutation.equivalent}`);
  }
  console.log(`\n${count(outcomes.length, "mutation")}, ${equivalent.length} of them equivalent`);
  console.log(faults.length === 0 ? "No survivors" : "Not as they have to be:");
  for (const outcome of faults) console.log(`  ${titleOf(outcome.mutation)}: ${wordFor(outcome)}`);
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** A line that tells how far it is, where somebody sees it. */
function progress(line: string): void {
  if (stderr.isTTY) stderr.write(`\r\x1b[K${line}`);
}

try {
  await main();
} catch (error) {
  progress("");
  if (interrupted.signal.aborted) {
    process.exitCode = INTERRUPTED;
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
