// npm run test:proofs [-- options]: the tests whose size is free, larger than in npm test, and the fuzzers.
import { parseArgs } from "node:util";
import { ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runJest } from "./lib/jest.mjs";
import { runNode } from "./lib/run.mjs";

const USAGE = `Usage: npm run test:proofs -- [options] [jest's arguments]

Runs the proofs (test/**/*.proof.test.ts: leaks, kills, random interleavings, streams at size, hostile input) and
the fuzzers, at the sizes of a pipeline: some minutes on two cores. npm test runs the same proofs small.

  --full       at full size, for a nightly run: it takes long
  --no-fuzz    the proofs alone
  --help       this text

What else is given goes to jest, e.g. npm run test:proofs -- --full --no-fuzz interleavings`;

/** What the fuzzers send; without these they send what they do by themselves, which is the full size. */
const FUZZ_IN_PIPELINE = ["--frames", "10000", "--expressions", "2000", "--workflows", "2000"];

/** At full size one property takes minutes. */
const TIMEOUT_MS = 600_000;

const { values, tokens } = parseArgs({
  options: { full: { type: "boolean" }, "no-fuzz": { type: "boolean" }, help: { type: "boolean" } },
  strict: false,
  tokens: true,
});
const own = new Set(
  tokens.filter(({ name }) => ["full", "no-fuzz", "help"].includes(name)).map(({ index }) => index),
);
const others = process.argv.slice(2).filter((_, index) => !own.has(index));

if (values.help) {
  console.log(USAGE);
} else {
  await ensureDependencies();
  await ensureBuilt("package", "app");
  process.env.ATOMITON_TEST_SIZE = values.full ? "full" : "ci";
  const fuzzed = values["no-fuzz"]
    ? 0
    : await runNode(["scripts/fuzz.mjs", ...(values.full ? [] : FUZZ_IN_PIPELINE)]);
  const proved = await runJest([
    ...others,
    `--testTimeout=${TIMEOUT_MS}`,
    "--testMatch=**/test/**/*.proof.test.ts",
  ]);
  process.exitCode = fuzzed || proved;
}
