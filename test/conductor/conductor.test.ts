import { jest } from "@jest/globals";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import type { RunEvent } from "../../services/workflow/run.api.js";
import { createConductor } from "../../src/conductor/index.js";
import { type RpcClient, RpcError } from "../../src/renderer/index.js";
import { createTestApp, loadPreloadSource, type TestApp } from "../../src/testing/index.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { atomitonIn } from "../workflow/support/atomiton.js";
import { draft } from "../workflow/support/workflows.js";

const CHAIN = draft({ a: "test-node", b: "transform" }, ["a.value", "b.x"]);
const [first, second] = CHAIN.nodes;
if (first && second) second.parameters = { expression: "x * 2" };

describe("over a client of any kind", () => {
  const at = (sequence: number, content: object) =>
    ({ runId: "r1", sequence, at: 0, ...content }) as RunEvent;
  const EVENTS = [
    at(1, { type: "started", nodes: 2, finished: 1 }),
    at(2, { type: "node-started", nodeId: "b", attempt: 1 }),
    at(3, {
      type: "node-finished",
      nodeId: "b",
      status: "succeeded",
      outputs: {},
      attempts: 1,
      durationMs: 1,
    }),
    at(4, { type: "finished", status: "succeeded", outputs: { answer: 42 } }),
  ];

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** A conductor over a client with only the methods a test needs. */
  const conductorOf = (workflow: Partial<RpcClient<AtomitonAPI>["workflow"]>) =>
    createConductor({ rpcClient: { workflow } as RpcClient<AtomitonAPI> });

  async function* stream(events: readonly RunEvent[], error?: RpcError) {
    yield* events;
    if (error) throw error;
  }

  const all = async (events: AsyncIterable<RunEvent>) => {
    const read: RunEvent[] = [];
    for await (const event of events) read.push(event);
    return read;
  };

  it("runs a node under its id, with its context and its signal", async () => {
    const asked: unknown[] = [];
    const execute = async (...args: unknown[]) => void asked.push(args);
    const { node } = createConductor({
      rpcClient: { node: { execute } } as unknown as RpcClient<AtomitonAPI>,
    });
    const { signal } = new AbortController();
    await node.run({ id: "n1", type: "delay", parameters: { ms: 1 } }, { inputs: { a: 1 }, signal });
    expect(asked).toEqual([
      [{ nodeId: "n1", type: "delay", parameters: { ms: 1 }, inputs: { a: 1 } }, signal],
    ]);
  });

  it("gives the result and the events of a run, to as many readers as there are", async () => {
    const progress: unknown[] = [];
    const { result, events } = conductorOf({ run: () => stream(EVENTS) }).workflow.run("w1", {
      onProgress: (update) => progress.push(update),
    });
    const early = all(events);

    expect(await result).toEqual({ runId: "r1", status: "succeeded", outputs: { answer: 42 } });
    expect(await early).toEqual(EVENTS);
    expect(await all(events)).toEqual(EVENTS);
    expect(progress).toEqual([
      { done: 1, total: 2 },
      { done: 2, total: 2 },
    ]);
  });

  it("goes on when a listener to the progress throws, and its error shows as an unhandled rejection", async () => {
    // Jest takes unhandled rejections for itself.
    const rejections = jest.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
    const slip = new Error("a listener's slip");
    const { result } = conductorOf({ run: () => stream(EVENTS) }).workflow.run("w1", {
      onProgress() {
        throw slip;
      },
    });

    expect(await result).toMatchObject({ status: "succeeded" });
    expect(rejections.mock.calls).toEqual([[slip], [slip]]);
  });

  it("hands over the workflow, the inputs and the signal", async () => {
    const { signal } = new AbortController();
    const calls: unknown[][] = [];
    const { workflow } = conductorOf({
      run: (...args) => {
        calls.push(args);
        return stream(EVENTS);
      },
      resume: (...args) => {
        calls.push(args);
        return stream(EVENTS);
      },
      validate: async (...args) => {
        calls.push(args);
        return { valid: true, issues: [] };
      },
    });
    await workflow.run(CHAIN, { inputs: { x: 1 }, signal }).result;
    await workflow.resume("r1", { signal }).result;
    await workflow.validate(CHAIN, { x: 1 });

    expect(calls).toEqual([
      [CHAIN, { x: 1 }, signal],
      ["r1", signal],
      [CHAIN, { x: 1 }],
    ]);
  });

  it("rejects the result, and ends the events, with the error of the call", async () => {
    const error = new RpcError("UNAVAILABLE", "gone");
    const { result, events } = conductorOf({ run: () => stream(EVENTS.slice(0, 2), error) }).workflow.run(
      "w1",
    );

    expect(await rejection(all(events))).toBe(error);
    expect(await rejection(result)).toBe(error);
  });

  it("says so when a stream ends before its run", async () => {
    const { result } = conductorOf({ run: () => stream(EVENTS.slice(0, 2)) }).workflow.run("w1");
    expect(await rejection(result)).toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("over an Electron bridge", () => {
  let app: TestApp<AtomitonAPI>;

  beforeEach(() => {
    const preload = loadPreloadSource(compileProjectPreload());
    app = createTestApp<AtomitonAPI>({ modules: atomitonIn(tempDir()), preload });
  });

  afterEach(() => app.close());

  const open = () => createConductor({ rpcClient: app.openWindow().rpc });

  it("runs nodes and reaches system and storage", async () => {
    const conductor = open();
    const node = await conductor.node.run({ id: "test-node" }, { inputs: { value: 42 } });
    await conductor.storage.set("answer", node.outputs.value);

    expect(await conductor.storage.get("answer")).toBe(42);
    expect(await conductor.system.health()).toMatchObject({ status: "ok" });
  });

  it("keeps, changes, lists and runs workflows", async () => {
    const { workflow } = open();
    const changed: string[] = [];
    const off = workflow.onRunChanged(({ status }) => changed.push(status));
    const { id } = await workflow.create(CHAIN);
    await workflow.update({ id, version: 1, name: "Doubled" });

    expect(await workflow.get(id)).toMatchObject({ name: "Doubled", version: 2 });
    expect(await workflow.list({ search: "doub" })).toMatchObject({ total: 1 });
    expect(await workflow.validate(id, { value: 21 })).toEqual({ valid: true, issues: [] });
    expect(await workflow.import(await workflow.export(id))).toMatchObject({ name: "Doubled", version: 1 });

    const { runId, outputs } = await workflow.run(id, { inputs: { value: 21 } }).result;
    expect(outputs).toEqual({ b: { value: 42 } });
    expect((await workflow.getRun(runId)).events).toHaveLength(6);
    expect(await workflow.listRuns({ workflowId: id })).toMatchObject({ total: 1 });
    await workflow.removeRun(runId);
    expect(await workflow.listRuns({ workflowId: id })).toMatchObject({ total: 0 });
    expect(changed).toEqual(["running", "succeeded"]);
    off();
    await workflow.remove(id);
    expect(await rejection(workflow.get(id))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("has nothing on a page far behind the last, and refuses one that cannot be counted to", async () => {
    const { workflow } = open();
    expect(await workflow.list({ page: 1_000_000_000, pageSize: 500 })).toMatchObject({ items: [] });
    expect(await workflow.listRuns({ page: 1_000_000_000, pageSize: 500 })).toMatchObject({ items: [] });
    expect(await rejection(workflow.list({ page: 1e300 }))).toMatchObject({ code: "INVALID_PARAMS" });
  });

  it("runs a workflow that is not stored; what cannot be run rejects", async () => {
    const { workflow } = open();
    const { status, error } = await workflow.run(CHAIN, { inputs: { value: "no number" } }).result;

    expect([status, error?.nodeId]).toEqual(["failed", "b"]);
    expect(await rejection(workflow.run({ ...CHAIN, nodes: [] }).result)).toMatchObject({
      code: "INVALID_WORKFLOW",
    });
    expect(await rejection(workflow.run({} as never).result)).toMatchObject({ code: "INVALID_PARAMS" });
  });

  it("cancels a run with its signal, and goes on with it afterwards", async () => {
    const { workflow } = open();
    const abort = new AbortController();
    const waiting = draft({ a: { type: "delay", parameters: { ms: 100 } }, b: "test-node" }, [
      "a.value",
      "b.x",
    ]);
    const { result, events } = workflow.run(waiting, { inputs: { value: 1 }, signal: abort.signal });
    let runId = "";
    for await (const event of events) {
      runId = event.runId;
      if (event.type === "node-started") break;
    }
    abort.abort();
    expect(await rejection(result)).toMatchObject({ code: "CANCELLED" });
    while ((await workflow.getRun(runId)).status !== "cancelled");

    expect(await workflow.resume(runId).result).toMatchObject({
      status: "succeeded",
      outputs: { b: { x: 1 } },
    });
  });

  it("stops a run when its window closes, and another window goes on with it", async () => {
    const { window, rpc } = app.openWindow();
    const waiting = draft({ a: { type: "delay", parameters: { ms: 50 } } });
    const { events } = createConductor({ rpcClient: rpc }).workflow.run(waiting);
    for await (const { type } of events) if (type === "node-started") break;
    window.close();

    const { workflow } = open();
    let [run] = (await workflow.listRuns()).items;
    while (run?.status === "running") [run] = (await workflow.listRuns()).items;
    expect(run?.status).toBe("cancelled");
    expect(await workflow.resume(run?.id as string).result).toMatchObject({ status: "succeeded" });
  });
});
