import { AppDatabase } from "../../services/database/app-database.js";
import { encodeValue } from "../../services/database/stored-value.js";
import type { RunEvent } from "../../services/workflow/run.api.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { draft, eventsOf, type FakeTypes, ofType, workflowsIn } from "./support/workflows.js";

let dataDir: string;
let ran: string[];
let broken: boolean;

/** `count` gives what it is given, plus one; `gate` does too, once it is not broken any more. */
const types: FakeTypes = {
  count: ({ inputs, parameters }) => {
    ran.push(String(parameters.is));
    return { value: ((inputs.value as number | undefined) ?? 0) + 1 };
  },
  gate: ({ inputs, parameters }) => {
    if (broken) throw new Error("broken");
    ran.push(String(parameters.is));
    return { value: (inputs.value as number) + 1 };
  },
};

const CHAIN = draft(
  {
    a: { type: "count", parameters: { is: "a" } },
    b: { type: "gate", parameters: { is: "b" } },
    c: { type: "count", parameters: { is: "c" } },
  },
  ["a.value", "b.value"],
  ["b.value", "c.value"],
);

beforeEach(() => {
  dataDir = tempDir();
  ran = [];
  broken = true;
});

/** Uses the workflows of a process that ends afterwards. */
async function inProcess<T>(use: (workflows: ReturnType<typeof workflowsIn>["workflows"]) => Promise<T>) {
  const { workflows, close } = workflowsIn(dataDir, types);
  try {
    return await use(workflows);
  } finally {
    close();
  }
}

const failedRun = () =>
  inProcess(async (workflows) => {
    const events = await eventsOf(workflows.run(CHAIN));
    return events[0]?.runId as string;
  });

it("goes on with a failed run where it failed, in another process, and tells what is new", async () => {
  const runId = await failedRun();
  broken = false;
  const events = await inProcess((workflows) => eventsOf(workflows.resume(runId)));

  expect(ran).toEqual(["a", "b", "c"]);
  expect(events[0]).toMatchObject({ type: "started", nodes: 3, finished: 1 });
  expect(events.at(-1)).toMatchObject({ status: "succeeded", outputs: { c: { value: 3 } } });
  const record = await inProcess((workflows) => workflows.getRun(runId));
  expect(record).toMatchObject({ status: "succeeded", finishedAt: expect.any(Number) });
  expect(record.events.slice(-events.length)).toEqual(events);
  expect(record.events.map(({ sequence }) => sequence)).toEqual(record.events.map((_, at) => at + 1));
});

it("keeps what the run gave each time it ended", async () => {
  const WITH_LEAF = { ...CHAIN, nodes: [...CHAIN.nodes, { id: "leaf", type: "count" }] };
  const told = await inProcess((workflows) => eventsOf(workflows.run(WITH_LEAF)));
  const runId = told[0]?.runId as string;
  broken = false;
  told.push(...(await inProcess((workflows) => eventsOf(workflows.resume(runId)))));

  expect(ofType(told, "finished").map(({ outputs }) => outputs)).toEqual([
    { leaf: { value: 1 } },
    { leaf: { value: 1 }, c: { value: 3 } },
  ]);
  expect((await inProcess((workflows) => workflows.getRun(runId))).events).toEqual(told);
});

it("reads the outputs that an earlier release kept with the end of a run", async () => {
  const runId = await failedRun();
  const { events } = await inProcess((workflows) => workflows.getRun(runId));
  const end = { ...events.at(-1), outputs: { kept: 1 } };
  const database = new AppDatabase({ dataDir });
  database.run("UPDATE workflow_event SET event = ? WHERE sequence = ?", encodeValue(end), events.length);
  database.close();

  const record = await inProcess((workflows) => workflows.getRun(runId));
  expect(record.events).toEqual([...events.slice(0, -1), end]);
});

it("runs a node again whose outputs somebody has taken from the database", async () => {
  const runId = await failedRun();
  const { events } = await inProcess((workflows) => workflows.getRun(runId));
  const database = new AppDatabase({ dataDir });
  for (const event of ofType(events, "node-finished")) {
    const encoded = encodeValue({ ...event, outputs: null });
    database.run("UPDATE workflow_event SET event = ? WHERE sequence = ?", encoded, event.sequence);
  }
  database.close();
  broken = false;
  const resumed = await inProcess((workflows) => eventsOf(workflows.resume(runId)));

  expect(ran).toEqual(["a", "a", "b", "c"]);
  expect(resumed.at(-1)).toMatchObject({ status: "succeeded", outputs: { c: { value: 3 } } });
});

it("goes by the workflow as it was when the run began", async () => {
  const runId = await inProcess(async (workflows) => {
    const { id } = await workflows.create(CHAIN);
    const [started] = await eventsOf(workflows.run(id));
    await workflows.update({ id, version: 1, nodes: [], edges: [] });
    return started?.runId as string;
  });
  broken = false;
  const events = await inProcess((workflows) => eventsOf(workflows.resume(runId)));

  expect(events.at(-1)).toMatchObject({ outputs: { c: { value: 3 } } });
});

it("does not run again a node whose failure was passed over", async () => {
  const workflow = draft(
    { a: { type: "gate", continueOnError: true }, b: { type: "gate", parameters: { is: "b" } } },
    ["a.error", "b.error"],
  );
  const runId = await inProcess(
    async (workflows) => (await eventsOf(workflows.run(workflow)))[0]?.runId as string,
  );
  broken = false;
  const events = await inProcess((workflows) => eventsOf(workflows.resume(runId)));

  expect(ofType(events, "node-started").map(({ nodeId }) => nodeId)).toEqual(["b"]);
});

it("goes on with a run that was cancelled", async () => {
  broken = false;
  const runId = await inProcess(async (workflows) => {
    let last: RunEvent | undefined;
    for await (last of workflows.run(CHAIN)) if (last.type === "node-finished") break;
    return last?.runId as string;
  });
  await inProcess((workflows) => eventsOf(workflows.resume(runId)));

  expect(ran.filter((node) => node === "a")).toHaveLength(1);
  expect(ran.at(-1)).toBe("c");
});

it("does not resume a run that goes on or has succeeded", async () => {
  broken = false;
  await inProcess(async (workflows) => {
    const run = workflows.run(CHAIN);
    const runId = (await run.next()).value?.runId as string;
    expect(await rejection(workflows.resume(runId).next())).toMatchObject({
      code: "CONFLICT",
      data: { status: "running" },
    });
    await eventsOf(run);
    expect(await rejection(workflows.resume(runId).next())).toMatchObject({
      code: "CONFLICT",
      data: { status: "succeeded" },
    });
  });
});

it("says that a run was interrupted when its process ended before it", async () => {
  broken = false;
  const runId = await failedRun();
  const database = new AppDatabase({ dataDir });
  database.run("UPDATE workflow_run SET status = 'running', finished_at = NULL");
  database.close();

  const { status, finishedAt } = await inProcess((workflows) => workflows.getRun(runId));
  expect({ status, finishedAt }).toEqual({ status: "interrupted", finishedAt: undefined });
});

it("tells its reader when the journal cannot be kept, stops the nodes, and leaves the run to be resumed", async () => {
  broken = false;
  const { workflows, close } = workflowsIn(dataDir, {
    ...types,
    gate: () => {
      close();
      return { value: 2 };
    },
  });
  const run = workflows.run(CHAIN);
  const { runId } = (await run.next()).value as RunEvent;
  expect(await rejection(eventsOf(run))).toMatchObject({ code: "UNAVAILABLE" });

  const events = await inProcess((again) => eventsOf(again.resume(runId)));
  expect(ran).toEqual(["a", "b", "c"]);
  expect(events.at(-1)).toMatchObject({ status: "succeeded" });
});
