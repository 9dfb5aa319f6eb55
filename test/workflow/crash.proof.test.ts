import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { RunEvent, RunRecord } from "../../services/workflow/run.api.js";
import { tempDir } from "../services/support/temp-dir.js";
import { bundle } from "../support/bundle.js";
import { sized } from "../support/sized.js";
import { LAYERED, layeredValue } from "./support/layered-workflow.js";
import { eventsOf, ofType, workflowsIn } from "./support/workflows.js";

/** How often the process is killed. */
const KILLS = sized({ small: 3, ci: 30, full: 100 }, "ATOMITON_TEST_KILLS");

/** The most events a process may tell before it is killed; a whole run tells some 180. */
const MAX_EVENTS = 60;

let dataDir: string;
let script: string;

beforeAll(() => {
  dataDir = tempDir();
  script = bundle({ file: path.join(import.meta.dirname, "support/crashing-run.ts") });
});

/** What a process tells until it is killed, at a random moment, or has come to the run's end. */
async function runUntilKilled(): Promise<RunEvent[]> {
  // The script is too long for an argument.
  const child = spawn(process.execPath, ["--input-type=module", "-", dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  child.stdin.on("error", () => {});
  child.stdin.end(script);
  const ended = once(child, "close");
  const killIn = (ms: number) => setTimeout(() => child.kill("SIGKILL"), ms);
  const killAfter = Math.floor(Math.random() * MAX_EVENTS);
  // None told: it is killed while it starts, or opens the database.
  const early = killAfter === 0 ? killIn(100 + Math.random() * 200) : undefined;
  const told: RunEvent[] = [];
  for await (const line of createInterface(child.stdout)) {
    told.push(JSON.parse(line));
    if (told.length === killAfter) killIn(Math.random() * 4);
  }
  const [code, signal] = await ended;
  clearTimeout(early);
  expect([code, signal]).toContainEqual(signal === null ? 0 : "SIGKILL");
  return told;
}

/** The nodes that have run, in order, as each has written down itself. */
function ranSoFar(): string[] {
  const file = path.join(dataDir, "ran.txt");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

/** The latest run, as a process finds it that opens the database now. */
async function latestRun(): Promise<RunRecord | undefined> {
  const { workflows, close } = workflowsIn(dataDir);
  const [latest] = (await workflows.listRuns({ pageSize: 1 })).items;
  const record = latest && (await workflows.getRun(latest.id));
  close();
  return record;
}

it(`loses nothing and runs no finished node again over ${KILLS} kills`, async () => {
  const expected = await uninterrupted();
  let kills = 0;
  let completed = 0;
  let ranBefore = 0;
  let finished: ReadonlySet<string> = new Set();
  while (kills < KILLS || completed === 0) {
    const told = await runUntilKilled();
    const ran = ranSoFar();
    const { status, events = [] } = (await latestRun()) ?? {};

    // What was told is kept, and what is kept has no gap.
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    expect(told).toEqual(events.slice((told[0]?.sequence ?? 1) - 1).slice(0, told.length));
    expect(ran.slice(ranBefore).filter((node) => finished.has(node))).toEqual([]);
    const end = events.at(-1);
    if (end?.type === "finished") {
      expect([status, end.status, end.outputs]).toEqual(["succeeded", "succeeded", expected]);
      completed++;
    } else {
      expect(status ?? "interrupted").toBe("interrupted");
      kills++;
    }
    finished = new Set(
      end?.type === "finished" ? [] : ofType(events, "node-finished").map(({ nodeId }) => nodeId),
    );
    ranBefore = ran.length;
  }
  console.log(`${kills} kills, ${completed} runs that came to their end in between`);
}, 300_000);

/** What the workflow gives when nothing happens to it. */
async function uninterrupted(): Promise<Record<string, unknown>> {
  const { workflows, close } = workflowsIn(tempDir(), {
    count: ({ inputs, parameters: { n } }) => ({
      value: layeredValue(n as number, inputs as Record<string, number>),
    }),
  });
  const end = (await eventsOf(workflows.run(LAYERED, { seed: 5 }))).at(-1);
  close();
  if (end?.type !== "finished" || end.status !== "succeeded") throw new Error("The run did not succeed");
  return end.outputs;
}
