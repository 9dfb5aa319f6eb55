// What .ci/run runs: every check, one after the other, whatever the others say.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runNpm, runTool } from "./lib/run.mjs";

await ensureDependencies();
const folder = mkdtempSync(join(tmpdir(), "atomiton-ci-"));

let passed = 0;
let failed = 0;

async function check(name, run) {
  console.log(`\n== ${name}`);
  if ((await run()) === 0) passed++;
  else failed++;
}

await check("Format and lint", () => runTool("@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", "."]));
await check("Types", () => runTool("typescript/bin/tsc", ["--noEmit"]));
await tests("Tests, the architecture's among them", ["test", "--"]);
await tests("Proofs", ["run", "test:proofs", "--"]);
rmSync(folder, { recursive: true, force: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs npm with a script of tests, and counts each of them. */
async function tests(name, args) {
  console.log(`\n== ${name}`);
  const report = join(folder, "jest.json");
  rmSync(report, { force: true });
  const code = await runNpm([...args, "--ci", "--json", `--outputFile=${report}`]);
  const counted = countTests(report);
  passed += counted.passed;
  // What fails beside the tests, such as a file that cannot even be loaded, fails the run too.
  failed += counted.failed === 0 && code !== 0 ? 1 : counted.failed;
}

function countTests(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
