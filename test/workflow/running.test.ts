import { jest } from "@jest/globals";
import { AppDatabase } from "../../services/database/app-database.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { held } from "./support/held.js";
import { draft, endOf, eventsOf, ofType, workflowsIn } from "./support/workflows.js";
import { workflowsWith } from "./support/workflows-with.js";

afterEach(() => {
  jest.useRealTimers();
});

const many = (count: number, type: string) =>
  draft(Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, type])));

it("passes outputs by port, and gives a node that no edge reaches the run's inputs", async () => {
  const workflows = workflowsWith({
    start: ({ inputs }) => ({ low: inputs.from, high: (inputs.from as number) + 10, none: undefined }),
    see: ({ inputs }) => ({ seen: inputs }),
  });
  const workflow = draft(
    { a: "start", b: "see" },
    ["a.low", "b.left"],
    ["a.high", "b.right"],
    ["a.none", "b.nothing"],
  );
  const { outputs } = endOf(await eventsOf(workflows.run(workflow, { from: 1 })));

  expect(outputs).toEqual({ b: { seen: { left: 1, right: 11 } } });
});

it("gives the outputs a workflow names", async () => {
  const workflows = workflowsWith({ one: () => ({ value: 1 }) });
  const workflow = {
    ...draft({ a: "one" }),
    outputs: [{ name: "answer", from: { node: "a", port: "value" } }],
  };

  expect(endOf(await eventsOf(workflows.run(workflow))).outputs).toEqual({ answer: 1 });
});

it("takes ids and ports that are names of an object's own", async () => {
  const workflows = workflowsWith({ one: () => ({ ["__proto__"]: 1 }), see: ({ inputs }) => ({ inputs }) });
  const workflow = draft(
    { a: "one", ["__proto__"]: "see", constructor: "see" },
    ["a.__proto__", "__proto__.__proto__"],
    ["a.__proto__", "constructor.toString"],
  );
  const { outputs } = endOf(await eventsOf(workflows.run(workflow)));

  expect(Object.entries(outputs)).toEqual([
    ["__proto__", { inputs: JSON.parse('{ "__proto__": 1 }') }],
    ["constructor", { inputs: { toString: 1 } }],
  ]);
});

describe.each(["__proto__", "constructor", "toString", "__lookupGetter__"])("a port %s", (port) => {
  it("has nothing to give where the node gave nothing on it", async () => {
    const workflows = workflowsWith({ one: () => ({ value: 1 }), see: ({ inputs }) => ({ seen: inputs }) });
    const workflow = {
      ...draft({ a: "one", b: "see" }, [`a.${port}`, "b.in"]),
      outputs: [
        { name: "stray", from: { node: "a", port } },
        { name: "b", from: { node: "b", port: "seen" } },
      ],
    };
    const { status, outputs } = endOf(await eventsOf(workflows.run(workflow)));

    expect({ status, outputs }).toEqual({ status: "succeeded", outputs: { b: {} } });
    expect(Object.hasOwn(outputs, "stray")).toBe(false);
  });

  it("carries what a node gives on it", async () => {
    const workflows = workflowsWith({ one: () => ({ [port]: 1 }), see: ({ inputs }) => ({ seen: inputs }) });
    const workflow = draft({ a: "one", b: "see" }, [`a.${port}`, `b.${port}`]);
    const { outputs } = endOf(await eventsOf(workflows.run(workflow)));

    expect(Object.entries((outputs.b as { seen: object }).seen)).toEqual([[port, 1]]);
  });

  it("is not one of a node whose ports are all named", async () => {
    const workflows = workflowsWith({
      one: { run: () => ({}), outputs: [{ name: "value", type: "any" }] },
      see: () => ({}),
    });
    const { issues } = await workflows.validate(draft({ a: "one", b: "see" }, [`a.${port}`, "b.in"]));

    expect(issues).toMatchObject([{ code: "unknown-port", node: "a", port }]);
  });
});

it("runs independent nodes at the same time, up to a limit", async () => {
  const node = held();
  const workflows = workflowsWith({ held: node.run });
  const run = eventsOf(workflows.run(many(40, "held")));
  while (node.seen.most < 16) await new Promise(setImmediate);
  node.letGo();

  expect(ofType(await run, "node-finished")).toHaveLength(40);
  expect(node.seen.most).toBe(16);
});

it("tells of progress while the node runs, and of none afterwards", async () => {
  let late = () => {};
  const workflows = workflowsWith({
    work: ({ progress }) => {
      progress({ done: 1, total: 2 });
      late = () => progress({ done: 2, total: 2 });
      return {};
    },
  });
  const events = await eventsOf(workflows.run(draft({ a: "work" })));
  late();

  expect(ofType(events, "node-progress")).toMatchObject([
    { nodeId: "a", progress: { done: 1, total: 2 }, sequence: 3 },
  ]);
  const { events: kept } = await workflows.getRun(events[0]?.runId as string);
  expect(kept).toHaveLength(events.length);
});

it("may give more in all than one event can keep, and has it in its record", async () => {
  const workflows = workflowsWith({
    large: ({ parameters }) => ({ text: String(parameters.of).repeat(9e6) }),
  });
  const workflow = draft({
    a: { type: "large", parameters: { of: "a" } },
    b: { type: "large", parameters: { of: "b" } },
  });
  const events = await eventsOf(workflows.run(workflow));
  const { status, outputs } = endOf(events);

  expect(status).toBe("succeeded");
  expect(outputs).toEqual({ a: { text: "a".repeat(9e6) }, b: { text: "b".repeat(9e6) } });
  expect((await workflows.getRun(events[0]?.runId as string)).events).toEqual(events);
});

describe("a run that is cancelled", () => {
  it("stops every node within 100 ms, also one that does not listen, and starts no other", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask", "performance"] });
    const node = held();
    const workflows = workflowsWith({ held: node.run, deaf: () => new Promise(() => {}) });
    const abort = new AbortController();
    const workflow = many(40, "held");
    workflow.nodes.unshift({ id: "deaf", type: "deaf" });
    const run = eventsOf(workflows.run(workflow, {}, abort.signal));
    while (node.seen.running < 15) await new Promise(setImmediate);
    abort.abort();
    await jest.advanceTimersByTimeAsync(100);
    const events = await run;

    expect(node.seen).toMatchObject({ running: 0, aborted: 15 });
    expect(ofType(events, "node-finished").every(({ status }) => status === "cancelled")).toBe(true);
    expect(endOf(events)).toMatchObject({ status: "cancelled" });
    expect(jest.getTimerCount()).toBe(0);
  });

  it("waits no longer between tries", async () => {
    const workflows = workflowsWith({ bad: () => Promise.reject(new Error("no")) });
    const abort = new AbortController();
    const retry = { attempts: 2, backoffMs: 60_000 };
    const run = workflows.run(draft({ a: { type: "bad", retry } }), {}, abort.signal);
    await run.next();
    abort.abort();

    expect(endOf(await eventsOf(run))).toMatchObject({ status: "cancelled" });
  });

  it("is so too when its reader leaves", async () => {
    const node = held();
    const workflows = workflowsWith({ held: node.run });
    for await (const { type } of workflows.run(draft({ a: "held" }))) if (type === "node-started") break;

    expect(node.seen).toMatchObject({ running: 0, aborted: 1 });
    expect((await workflows.listRuns()).items).toMatchObject([{ status: "cancelled" }]);
  });

  it("does not begin a node when its signal has fired before", async () => {
    const node = held();
    const workflows = workflowsWith({ held: node.run });
    const events = await eventsOf(workflows.run(draft({ a: "held" }), {}, AbortSignal.abort()));

    expect(events.map(({ type }) => type)).toEqual(["started", "finished"]);
    expect(node.seen.most).toBe(0);
  });
});

it("has a record that cannot be removed while it goes on; afterwards it goes with all its events", async () => {
  const node = held();
  const dataDir = tempDir();
  const opened = workflowsIn(dataDir, { held: node.run });
  const { workflows } = opened;
  const run = workflows.run(draft({ a: "held" }));
  const runId = (await run.next()).value?.runId as string;
  expect(await rejection(workflows.removeRun(runId))).toMatchObject({ code: "CONFLICT", data: { runId } });

  node.letGo();
  await eventsOf(run);
  const [other] = await eventsOf(workflows.run(draft({ a: "held" })));
  await workflows.removeRun(runId);
  expect(await rejection(workflows.getRun(runId))).toMatchObject({ code: "NOT_FOUND" });
  expect(await rejection(workflows.removeRun(runId))).toMatchObject({ code: "NOT_FOUND" });
  expect((await workflows.getRun(other?.runId as string)).events).toHaveLength(4);
  opened.close();
  const database = new AppDatabase({ dataDir });
  expect(database.all("SELECT count(*) AS events FROM workflow_event")).toEqual([{ events: 4 }]);
  database.close();
});

it("cannot be removed while it runs; afterwards its runs go with it", async () => {
  const node = held();
  const workflows = workflowsWith({ held: node.run });
  const { id } = await workflows.create(draft({ a: "held" }));
  const run = workflows.run(id);
  await run.next();
  expect(await rejection(workflows.remove(id))).toMatchObject({ code: "CONFLICT" });

  node.letGo();
  await eventsOf(run);
  await workflows.remove(id);
  expect(await workflows.listRuns()).toMatchObject({ total: 0 });
});
