import { RpcError } from "../../decorators/index.js";
import type { RunEvent, RunEventContent } from "../../services/workflow/run.api.js";
import { execution, type WorkflowProgress } from "../../src/conductor/workflow-execution.js";
import { rejection } from "../services/support/rejection.js";

async function* streamOf(contents: readonly RunEventContent[], error?: Error): AsyncGenerator<RunEvent> {
  for (const [index, content] of contents.entries())
    yield { ...content, runId: "r1", sequence: index + 1, at: 0 };
  if (error !== undefined) throw error;
}

const started = (nodes: number, finished = 0): RunEventContent => ({ type: "started", nodes, finished });
const ended = (nodeId: string, status: "succeeded" | "failed", outputs?: object): RunEventContent =>
  ({
    type: "node-finished",
    nodeId,
    status,
    attempts: 1,
    durationMs: 1,
    ...(outputs && { outputs }),
  }) as RunEventContent;
const FAILED: RunEventContent = {
  type: "finished",
  status: "failed",
  outputs: {},
  error: { code: "BAD", message: "no", nodeId: "b" },
};

const listOf = async (events: AsyncIterable<RunEvent>): Promise<string[]> => {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
};

it("counts a node as done when the run goes on with what it gave, and not when it failed", async () => {
  const progress: WorkflowProgress[] = [];
  const contents = [
    started(3),
    ended("a", "succeeded", {}),
    ended("passed over", "failed", { error: {} }),
    ended("b", "failed"),
    FAILED,
  ];
  const { result } = execution(streamOf(contents), (update) => progress.push(update));
  await result;
  expect(progress).toEqual([0, 1, 2].map((done) => ({ done, total: 3 })));
});

it("counts what had finished before a run was resumed", async () => {
  const progress: WorkflowProgress[] = [];
  const { result } = execution(streamOf([started(3, 2), FAILED]), (update) => progress.push(update));
  await result;
  expect(progress).toEqual([{ done: 2, total: 3 }]);
});

it("gives a failed run's error in its result", async () => {
  const { result } = execution(streamOf([started(1), FAILED]));
  expect(await result).toEqual({
    runId: "r1",
    status: "failed",
    outputs: {},
    error: { code: "BAD", message: "no", nodeId: "b" },
  });
});

it("rejects when the stream ends before the run, and so do the events", async () => {
  const { result, events } = execution(streamOf([started(1)]));
  expect(await rejection(result)).toMatchObject({ code: "UNAVAILABLE" });
  expect(await rejection(listOf(events))).toMatchObject({ code: "UNAVAILABLE" });
});

it("gives the events from the beginning to readers who wait, and to those who come later", async () => {
  const error = new RpcError("LOST", "the stream is gone");
  const { result, events } = execution(streamOf([started(1), ended("a", "succeeded", {})], error));
  const types: string[] = [];
  const early = (async () => {
    for await (const { type } of events) types.push(type);
  })();
  const reasons = await Promise.all([rejection(result), rejection(early)]);
  expect(reasons).toEqual([error, error]);
  expect(types).toEqual(["started", "node-finished"]);
  const late: string[] = [];
  const read = async () => {
    for await (const { type } of events) late.push(type);
  };
  expect(await rejection(read())).toBe(error);
  expect(late).toEqual(types);
});
