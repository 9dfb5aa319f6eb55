import type { Mutation } from "./mutation.js";
import { runTests, type Verdict } from "./run-tests.js";
import { Workspace } from "./workspace.js";

/** What became of one mutation. */
export interface Outcome {
  readonly mutation: Mutation;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/**
 * Whether the tests are worth what the mutation asks of them: noticed, unless it is equivalent. A fault that
 * keeps the code from loading would be noticed by any test, so it says nothing.
 */
export function isAsExpected({ mutation, verdict }: Outcome): boolean {
  if (mutation.equivalent !== undefined) return verdict.kind === "passed";
  return verdict.kind === "failed" || verdict.kind === "hung";
}

/** The longest that a timer takes: there is no limit on the tests as they are. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Tries mutations, several at once, and tells of each as it ends. */
export async function tryAll(
  mutations: readonly Mutation[],
  workers: number,
  signal: AbortSignal,
  told: (outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...mutations];
  await Promise.all(
    Array.from({ length: Math.min(workers, mutations.length) }, async () => {
      const workspace = new Workspace();
      try {
        for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
          const { tests, size } = mutation;
          const began = performance.now();
          const verdict = await workspace.with(mutation, () =>
            runTests(workspace.folder, tests, { signal, size }),
          );
          told({ mutation, verdict, seconds: (performance.now() - began) / 1000 });
        }
      } finally {
        workspace.remove();
      }
    }),
  );
}

/** How the tests that mutations name end without any: each file has to pass, or its failures mean nothing. */
export async function runUnmutated(
  mutations: readonly Mutation[],
  workers: number,
  signal: AbortSignal,
): Promise<Verdict> {
  const files = [...new Set(mutations.flatMap(({ tests }) => tests))];
  const workspace = new Workspace();
  try {
    return await runTests(workspace.folder, files, { signal, workers, timeoutMs: MAX_TIMER_MS });
  } finally {
    workspace.remove();
  }
}
