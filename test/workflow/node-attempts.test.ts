import { getEventListeners } from "node:events";
import { jest } from "@jest/globals";
import type { WorkflowNode } from "../../services/workflow/definition/workflow-node.js";
import { NodeAttempts } from "../../services/workflow/engine/node-attempts.js";
import type { NodeRequest } from "../../services/workflow/node-types.js";
import type { RunEventContent } from "../../services/workflow/run.api.js";
import { type FakeType, fakeTypes } from "./support/workflows.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
afterEach(() => {
  jest.useRealTimers();
});

/** The attempts of one node, what they noted, and the signal that ends them. */
function attempts(run: FakeType["run"], node: Omit<WorkflowNode, "id" | "type"> = {}) {
  const noted: RunEventContent[] = [];
  const journal = { note: (event: RunEventContent) => void noted.push(event), kept: async () => {} };
  const ending = new AbortController();
  const runs = new NodeAttempts(fakeTypes({ odd: run }), journal, ending.signal);
  const ended = runs.run({ id: "a", type: "odd", ...node }, {});
  /** What somebody still waits for: timers, and listeners on the run's signal. */
  const left = () => ({
    timers: jest.getTimerCount(),
    listeners: getEventListeners(ending.signal, "abort").length,
  });
  return { ended, noted, ending, left };
}

const turn = () => new Promise(setImmediate);

/** Milliseconds from one try to the next, until none is left. */
async function pauses({ ended }: { ended: Promise<unknown> }): Promise<number[]> {
  const waited: number[] = [];
  let isOver = false;
  void ended.finally(() => {
    isOver = true;
  });
  for (await turn(); !isOver; await turn()) {
    const before = performance.now();
    jest.advanceTimersToNextTimer();
    waited.push(performance.now() - before);
  }
  return waited;
}

const fail = () => Promise.reject(new Error("no"));

it("pauses twice as long after each try, for a minute at most, and not after the last", async () => {
  const run = attempts(fail, { retry: { attempts: 9, backoffMs: 1000 } });
  expect(await pauses(run)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  expect(await run.ended).toMatchObject({ status: "failed", attempts: 9 });
});

it.each<[string, FakeType["run"], string]>([
  ["that succeeds", () => ({}), "succeeded"],
  ["that fails", fail, "failed"],
])("leaves no timer and no listener of a node %s in time", async (_how, work, status) => {
  const run = attempts(work, { timeoutMs: 60_000 });
  expect(run.left()).toEqual({ timers: 1, listeners: expect.any(Number) });
  expect(await run.ended).toMatchObject({ status });
  expect(run.left()).toEqual({ timers: 0, listeners: 0 });
});

it("leaves no timer and no listener of a node that took too long, whatever it does later", async () => {
  const run = attempts(() => new Promise(() => {}), { timeoutMs: 60_000 });
  await jest.advanceTimersByTimeAsync(60_050);
  expect(await run.ended).toMatchObject({ status: "failed", error: { code: "TIMEOUT" } });
  expect(run.left()).toEqual({ timers: 0, listeners: 0 });
});

it("leaves no timer and no listener of a pause that is cut short, nor of one that is over", async () => {
  const run = attempts(fail, { retry: { attempts: 2, backoffMs: 60_000 } });
  await turn();
  expect(run.left()).toEqual({ timers: 1, listeners: 1 });
  run.ending.abort();
  expect(await run.ended).toMatchObject({ status: "cancelled", attempts: 1 });
  expect(run.left()).toEqual({ timers: 0, listeners: 0 });
  const other = attempts(fail, { retry: { attempts: 2, backoffMs: 60_000 } });
  await pauses(other);
  expect(other.left()).toEqual({ timers: 0, listeners: 0 });
});

it("tells a node of the end of its run, within its own time too", async () => {
  let seen: AbortSignal | undefined;
  const hold = ({ signal }: NodeRequest) => {
    seen = signal;
    return new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const run = attempts(hold, { timeoutMs: 60_000 });
  await turn();
  run.ending.abort("enough");
  expect(await run.ended).toMatchObject({ status: "cancelled" });
  expect(seen?.reason).toBe("enough");
});

it("does not wait longer than a moment for a node that does not heed its signal", async () => {
  const run = attempts(() => new Promise(() => {}));
  await turn();
  run.ending.abort();
  await jest.advanceTimersByTimeAsync(50);
  expect(await run.ended).toMatchObject({ status: "cancelled" });
});

it("does not take what a node gives after its signal has fired", async () => {
  const run = attempts(
    ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve({}))),
  );
  await turn();
  run.ending.abort();
  expect(await run.ended).toMatchObject({ status: "cancelled" });
});

it("notes progress ten times a second at most, and none once the try has ended", async () => {
  let tell: ((done: number) => void) | undefined;
  const run = attempts(({ progress }) => {
    tell = (done) => progress({ done });
    tell(1);
    tell(2);
    jest.advanceTimersByTime(100);
    tell(3);
    return {};
  });
  expect(await run.ended).toMatchObject({ status: "succeeded" });
  jest.advanceTimersByTime(60_000);
  tell?.(4);
  const told = run.noted.filter(({ type }) => type === "node-progress");
  expect(told).toEqual([1, 3].map((done) => ({ type: "node-progress", nodeId: "a", progress: { done } })));
});

it("gives each try inputs of its own", async () => {
  const seen: unknown[] = [];
  const work = ({ parameters }: NodeRequest) => {
    seen.push({ ...parameters });
    Object.assign(parameters, { spoiled: true });
    throw new Error("no");
  };
  const run = attempts(work, {
    parameters: { is: new Map([["a", 1]]) },
    retry: { attempts: 2, backoffMs: 1 },
  });
  await pauses(run);
  expect(seen).toEqual([{ is: new Map([["a", 1]]) }, { is: new Map([["a", 1]]) }]);
});
