import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { measure, type Row } from "./measure.js";
import { readOptions, USAGE } from "./options.js";
import { progressOf } from "./progress.js";
import { table } from "./table.js";
import { loadWorkloads } from "./workloads.js";

const machine = { node: process.version, cpus: availableParallelism() };

async function main(): Promise<void> {
  const { rounds, only, json, help } = readOptions(process.argv.slice(2));
  if (help) return console.log(USAGE);
  const workloads = await loadWorkloads(only);
  console.log(`Node ${machine.node}, ${machine.cpus} CPUs, median of ${rounds} rounds`);
  const results: Row[] = [];
  for (const workload of workloads) {
    const progress = progressOf(workload.id, rounds);
    const rows = await measure(workload, rounds, progress.show);
    progress.end();
    console.log(`\n${workload.id}: ${workload.title}\n${table(rows)}`);
    results.push(...rows);
  }
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ ...machine, rounds, results }, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
