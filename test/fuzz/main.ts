import "reflect-metadata";
import { stderr } from "node:process";
import { campaign, type Failure, type Target } from "./campaign.js";
import { expressionTarget } from "./expression-target.js";
import { frameTargets } from "./frame-targets.js";
import { type FuzzedApp, openFuzzedApp } from "./fuzzed-app.js";
import { type FuzzOptions, type Part, readOptions, USAGE } from "./options.js";
import { workflowTarget } from "./workflow-target.js";

/** How it ends when Ctrl-C does it, as a shell has it. */
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  console.log(`Seed ${options.seed}`);
  const app = await openFuzzedApp();
  process.once("SIGINT", () => void app.close().finally(() => process.exit(INTERRUPTED)));
  try {
    for (const part of options.only) {
      for (const run of runsOf(part, app, options)) {
        const failure = await run(options.seed);
        if (failure === undefined) continue;
        report(part, failure);
        process.exitCode = 1;
      }
    }
  } finally {
    await app.close();
  }
}

type Run = (seed: number) => Promise<Failure | undefined>;

function runsOf(part: Part, app: FuzzedApp, { frames, workflows, expressions }: FuzzOptions): Run[] {
  if (part === "codec") return frameTargets(app, frames).map(runOf);
  if (part === "workflow") return [runOf(workflowTarget(app, workflows))];
  return [runOf(expressionTarget(app, expressions))];
}

/** Sends all of a target, with a line that tells how far it is. */
function runOf<Case>(target: Target<Case>): Run {
  return async (seed) => {
    const isTerminal = stderr.isTTY;
    const failure = await campaign(target, seed, (done) => {
      if (isTerminal) stderr.write(`\r\x1b[K${target.name}: ${done} of ${target.total}`);
    });
    if (isTerminal) stderr.write("\r\x1b[K");
    if (failure === undefined) console.log(`${target.total} ${target.name}: nothing found`);
    return failure;
  };
}

function report(part: Part, { target, fault, cases, seed }: Failure): void {
  console.error(`\n${target}: ${fault}\n\n${cases.join("\n")}\n\nAgain with --seed ${seed} --only ${part}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
