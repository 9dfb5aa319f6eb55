// What .ci/run runs: every check, one after the other, whatever the others say.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runNode, runNpm, runTool } from "./lib/run.mjs";

await ensureDependencies();
const folder = mkdtempSync(join(tmpdir(), "atomiton-ci-"));
const report = join(folder, "jest.json");

let passed = 0;
let failed = 0;

async function check(name, run) {
  console.log(`\n== ${name}`);
  if ((await run()) === 0) passed++;
  else failed++;
}

await check("Format and lint", () => runTool("@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", "."]));
await check("Types", () => runTool("typescript/bin/tsc", ["--noEmit"]));
await check("Fuzz", () =>
  runNode(["scripts/fuzz.mjs", "--frames", "10000", "--expressions", "2000", "--workflows", "2000"]),
);

console.log("\n== Tests, the architecture's among them");
const code = await runNpm(["test", "--", "--ci", "--json", `--outputFile=${report}`]);
const tests = countTests();
rmSync(folder, { recursive: true, force: true });
passed += tests.passed;
// A test file that cannot even be loaded fails the run without a failed test.
failed += tests.failed === 0 && code !== 0 ? 1 : tests.failed;

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function countTests() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
