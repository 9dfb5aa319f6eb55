import type { Connection, Contestant, Workload } from "./workload.js";

/** What one contestant took for one workload. */
export interface Row {
  workload: string;
  contestant: string;
  validates: boolean;
  /** Median over the rounds, in the workload's unit. */
  median: number;
  unit: Workload["unit"];
  /** To the median of `raw`. */
  ratio: number;
}

/** Rounds before the measured ones, for the compiler to settle. */
const WARM_UP = 5;

const PER_MILLISECOND = { us: 1_000, ms: 1 };

interface Entrant {
  contestant: Contestant<unknown>;
  connection: Connection<unknown>;
  /** Milliseconds of each round. */
  times: number[];
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
      entrants.push({ contestant, connection: await contestant.open(), times: [] });
    }
    const warmUp = Math.min(WARM_UP, rounds);
    for (let round = 1 - warmUp; round <= rounds; round++) {
      progress(Math.max(round, 0));
      for (const { connection, times } of shuffled(entrants)) {
        const started = performance.now();
        await workload.run(connection.client);
        if (round > 0) times.push(performance.now() - started);
      }
    }
  } finally {
    // An open port would keep the process from ending.
    for (const { connection } of entrants) await connection.close();
  }
  return rowsOf(workload, entrants);
}

function rowsOf({ id, unit, repeats }: Workload, entrants: readonly Entrant[]): Row[] {
  const raw = median(entrants.find(({ contestant }) => contestant.name === "raw")?.times ?? []);
  return entrants.map(({ contestant: { name, validates }, times }) => ({
    workload: id,
    contestant: name,
    validates,
    median: (median(times) / repeats) * PER_MILLISECOND[unit],
    unit,
    ratio: median(times) / raw,
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
