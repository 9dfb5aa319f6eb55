import fc from "fast-check";

/** Something to be sent many times over, ever different. */
export interface Target<Case> {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
  readonly total: number;
  /** As it can be pasted into a test. */
  show(one: Case): string;
  /** Before each round. */
  begin?(): void;
  /** What is wrong with what one of them brings about. */
  faultOf(one: Case): Promise<string | undefined>;
  /** What is wrong after a round, elsewhere. */
  aftermath(): Promise<string[]>;
  /** How many in a round. */
  readonly round: number;
}

/** The least that goes wrong. */
export interface Failure {
  target: string;
  fault: string;
  /** The case, or those of which one is to blame. */
  cases: string[];
  /** Begins with the round that failed. */
  seed: number;
}

/**
 * Sends the cases in rounds, each with a seed of its own, until one fails; that one is made as small as it
 * still fails.
 *
 * @param progress Is told how many have been sent.
 */
export async function campaign<Case>(
  target: Target<Case>,
  seed: number,
  progress: (done: number) => void,
): Promise<Failure | undefined> {
  for (let done = 0; done < target.total; ) {
    const roundSeed = seed + done / target.round;
    const failure = await round(target, roundSeed, Math.min(target.round, target.total - done));
    if (failure !== undefined) return { ...failure, target: target.name, seed: roundSeed };
    done += target.round;
    progress(Math.min(done, target.total));
  }
  return undefined;
}

async function round<Case>(
  target: Target<Case>,
  seed: number,
  numRuns: number,
): Promise<Pick<Failure, "fault" | "cases"> | undefined> {
  target.begin?.();
  const sent: Case[] = [];
  const property = fc.asyncProperty(target.cases, async (one) => {
    sent.push(one);
    const fault = await target.faultOf(one);
    if (fault !== undefined) throw new Error(fault);
  });
  const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns });
  if (counterexample !== null) {
    return { fault: String((errorInstance as Error).message), cases: counterexample.map(target.show) };
  }
  const [fault] = await target.aftermath();
  return fault === undefined ? undefined : blame(target, sent, fault);
}

/** Sends those of a round once more, each by itself, to find the one that others suffer of. */
async function blame<Case>(
  target: Target<Case>,
  sent: readonly Case[],
  fault: string,
): Promise<Pick<Failure, "fault" | "cases">> {
  for (const one of sent) {
    await target.faultOf(one);
    const [again] = await target.aftermath();
    if (again !== undefined) return { fault: again, cases: [target.show(one)] };
  }
  return { fault: `${fault}, once and not again`, cases: sent.map(target.show) };
}
