import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sized } from "./support/sized.js";

const script = join(import.meta.dirname, "..", "bench", "run.mjs");
const CALLERS = [
  "raw",
  "raw + class-validator",
  "ours, @Unchecked()",
  "ours, @Unchecked(), batch",
  "ours, DTO",
];

const VALIDATORS = ["ours", "zod 4", "the libraries", "ours, refusing"];

/** A small run measures the first alone. */
const WORKLOADS = ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10"].slice(
  0,
  sized({ small: 1, ci: 10, full: 10 }),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atomiton-bench-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// How fast it is depends on the machine and is asserted nowhere; here only that everything is measured.
test("the bench runs each contestant of each workload and writes finite figures", () => {
  const json = join(folder, "bench.json");
  const printed = execFileSync(
    process.execPath,
    [script, "--rounds", "1", "--only", WORKLOADS.join(), "--json", json],
    {
      encoding: "utf8",
      stdio: "pipe",
      env: plainEnvironment(),
    },
  );
  const { node, cpus, results } = JSON.parse(readFileSync(json, "utf8"));

  expect(printed).toContain(`Node ${node}, ${cpus} CPUs`);
  const contestants = [
    ...["W1", "W2", "W3"].flatMap((workload) => CALLERS.map((contestant) => [workload, contestant])),
    ["W3", "ours, DTO, refused"],
    ["W4", "raw"],
    ["W4", "ours, stream"],
    ["W5", "raw"],
    ["W5", "engine, nothing kept"],
    ["W5", "engine, each step in SQLite"],
    ["W6", "100 of 100"],
    ["W6", "10 of 1000"],
    ["W6", "1 of 10000"],
    ["W7", "raw"],
    ["W7", "node, in this process"],
    ["W7", "node, in the sandbox"],
    ["W7", "workflow, raw"],
    ["W7", "workflow, in this process"],
    ["W7", "workflow, in the sandbox"],
    ...["W8", "W9"].flatMap((workload) => VALIDATORS.map((contestant) => [workload, contestant])),
    ["W9", "routed, @Unchecked()"],
    ["W9", "routed, DTO"],
    ["W9", "routed, DTO, currentCall"],
    ["W10", "create"],
    ["W10", "create, refused"],
    ["W10", "execute"],
    ["W10", "execute, refused"],
  ];
  expect(
    results.map((row: { workload: string; contestant: string }) => [row.workload, row.contestant]),
  ).toEqual(contestants.filter(([workload]) => WORKLOADS.includes(workload as string)));
  for (const { contestant, median, ratio } of results) {
    expect(printed).toContain(contestant);
    expect(Number.isFinite(median) && median > 0).toBe(true);
    expect(Number.isFinite(ratio) && ratio > 0).toBe(true);
  }
}, 60_000);

test.each([
  [["--rounds", "0"], "--rounds 0"],
  [["--only", "W99"], "There is no workload W99; there are W1, W2, W3, W4, W5, W6, W7, W8, W9, W10"],
  [["--fast"], "--fast"],
])(
  "%j is refused with the reason",
  (args, reason) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
      encoding: "utf8",
      env: plainEnvironment(),
    });
    expect(stderr).toContain(reason);
    expect(status).toBe(1);
  },
  60_000,
);

/** Without the flags jest needs for itself. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _jest, ...rest } = process.env;
  return rest;
}
