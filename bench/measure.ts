import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { Connection, Contestant, Workload } from "./workload.js";

/** What one contestant took for one workload. */
export interface Row {
  workload: string;
  contestant: string;
  validates: boolean;
  /** Median over the rounds, in the workload's unit. */
  median: number;
  unit: Workload["unit"];
  /** To the median of the workload's reference. */
  ratio: number;
  /** Milliseconds for which the event loop was held up at most; of workloads that watch it. */
  heldUpMs?: number;
}

/** Rounds before the measured ones, for the compiler to settle. */
const WARM_UP = 5;

const PER_MILLISECOND = { us: 1_000, ms: 1 };

interface Entrant {
  contestant: Contestant<unknown>;
  connection: Connection<unknown>;
  /** Milliseconds of each round. */
  times: number[];
  heldUpMs: number;
}

/**
 * Lets a workload's contestants run in alternating rounds, in a new order each, so that whatever else the
 * machine does, and the garbage one leaves to the next, falls on all of them.
 */
export async function measure(
  workload: Workload,
  rounds: number,
  progress: (round: number) => void,
): Promise<Row[]> {
  const entrants: Entrant[] = [];
  try {
    for (const contestant of workload.contestants) {
      entrants.push({ contestant, connection: await contestant.open(), times: [], heldUpMs: 0 });
    }
    const warmUp = Math.min(WARM_UP, rounds);
    for (let round = 1 - warmUp; round <= rounds; round++) {
      progress(Math.max(round, 0));
      for (const entrant of shuffled(entrants)) {
        const { milliseconds, heldUpMs } = await timed(workload, entrant);
        if (round < 1) continue;
        entrant.times.push(milliseconds);
        entrant.heldUpMs = Math.max(entrant.heldUpMs, heldUpMs);
      }
    }
  } finally {
    // An open port would keep the process from ending.
    for (const { connection } of entrants) await connection.close();
  }
  return rowsOf(workload, entrants);
}

/** Milliseconds between two looks at the event loop; a time shorter than that is not seen. */
const LOOP_RESOLUTION_MS = 1;

async function timed({ prepare, run, watchesLoop }: Workload, { connection: { client } }: Entrant) {
  prepare?.(client);
  const delay = watchesLoop ? monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS }) : undefined;
  delay?.enable();
  // It measures from one turn of the loop to the next: it takes one before, and one after.
  if (delay) await setTimeout(2 * LOOP_RESOLUTION_MS);
  const started = performance.now();
  await run(client);
  const milliseconds = performance.now() - started;
  if (delay) await setTimeout(2 * LOOP_RESOLUTION_MS);
  delay?.disable();
  return { milliseconds, heldUpMs: (delay?.max ?? 0) / 1e6 };
}

function rowsOf(
  { id, unit, repeats, reference = "raw", watchesLoop }: Workload,
  entrants: readonly Entrant[],
): Row[] {
  const base = median(entrants.find(({ contestant }) => contestant.name === reference)?.times ?? []);
  return entrants.map(({ contestant: { name, validates }, times, heldUpMs }) => ({
    workload: id,
    contestant: name,
    validates,
    median: (median(times) / repeats) * PER_MILLISECOND[unit],
    unit,
    ratio: median(times) / base,
    ...(watchesLoop && { heldUpMs }),
  }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
