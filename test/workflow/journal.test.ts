import { RpcError } from "../../decorators/index.js";
import { AppDatabase } from "../../services/database/app-database.js";
import type { RunEvent, RunEventContent } from "../../services/workflow/run.api.js";
import { RecordedJournal } from "../../services/workflow/runs/recorded-journal.js";
import { type EncodedEvent, RunStore } from "../../services/workflow/runs/run-store.js";
import { encodeEvent } from "../../services/workflow/runs/stored-event.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { draft, workflowsIn } from "./support/workflows.js";

const FULL = new RpcError("DISK_FULL", "no more can be kept");

const started = (nodeId: string): RunEventContent => ({ type: "node-started", nodeId, attempt: 1 });

/** A journal whose n-th write fails; 0 for none. It notes, in order, what it wrote and what it told. */
function journal(failingWrite = 0) {
  const happened: [what: "kept" | "told" | "failed", sequences: number[]][] = [];
  let writes = 0;
  const recorded = new RecordedJournal({
    runId: "r1",
    sequence: 0,
    now: () => 0,
    keep(events) {
      const sequences = events.map(({ event }) => event.sequence);
      happened.push([++writes === failingWrite ? "failed" : "kept", sequences]);
      if (writes === failingWrite) throw FULL;
    },
    tell: (events) => void happened.push(["told", events.map(({ sequence }) => sequence)]),
  });
  return { journal: recorded, happened };
}

describe("a journal", () => {
  it("keeps what happens in a turn in one write, and tells of it afterwards", async () => {
    const { journal: recorded, happened } = journal();
    recorded.note(started("a"));
    recorded.note(started("b"));
    expect(happened).toEqual([]);
    await recorded.kept();
    recorded.note(started("c"));
    await recorded.kept();
    expect(happened).toEqual([
      ["kept", [1, 2]],
      ["told", [1, 2]],
      ["kept", [3]],
      ["told", [3]],
    ]);
  });

  it.each([1, 2, 3])(
    "whose write %i fails has told of all before it, and keeps nothing after it",
    async (write) => {
      const { journal: recorded, happened } = journal(write);
      for (let n = 1; n < write; n++) {
        recorded.note(started(`node ${n}`));
        await recorded.kept();
      }
      recorded.note(started("lost"));
      expect(await rejection(recorded.kept())).toBe(FULL);
      recorded.note(started("later"));
      expect(await rejection(recorded.kept())).toBe(FULL);
      await new Promise(setImmediate);
      const before = Array.from({ length: write - 1 }, (_, n) => n + 1);
      expect(happened).toEqual([
        ...before.flatMap((sequence) => [
          ["kept", [sequence]],
          ["told", [sequence]],
        ]),
        ["failed", [write]],
      ]);
    },
  );

  it("has no gap where an event was too large to be kept", async () => {
    const { journal: recorded, happened } = journal();
    const large = { done: 0, message: "x".repeat(17 * 1024 * 1024) };
    const refused = () => recorded.note({ type: "node-progress", nodeId: "a", progress: large });
    expect(refused).toThrow(expect.objectContaining({ code: "PAYLOAD_TOO_LARGE" }));
    recorded.note(started("a"));
    await recorded.kept();
    expect(happened).toEqual([
      ["kept", [1]],
      ["told", [1]],
    ]);
  });
});

describe("a store of runs", () => {
  const dataDir = tempDir();
  const database = new AppDatabase({ dataDir });
  const store = new RunStore(database);
  afterAll(() => database.close());

  it("keeps the events of a step all or none", async () => {
    workflowsIn(dataDir).close();
    const summary = { id: "r1", workflowName: "Test", status: "running", startedAt: 0 } as const;
    const run = store.add(summary, draft({ a: "any" }), {});
    const event = (sequence: number): EncodedEvent => {
      const one: RunEvent = { type: "node-started", nodeId: "a", attempt: 1, runId: "r1", sequence, at: 0 };
      return { event: one, encoded: encodeEvent(one) };
    };
    store.append(run.number, [event(1)]);
    expect(() => store.append(run.number, [event(2), event(3), event(1)])).toThrow();
    expect(store.events(run).map(({ sequence }) => sequence)).toEqual([1]);
    store.append(run.number, [event(2)]);
    expect(store.events(run).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
});

describe("a run that rests", () => {
  const dataDir = tempDir();
  const database = new AppDatabase({ dataDir });
  const store = new RunStore(database);
  beforeAll(() => workflowsIn(dataDir).close());
  afterAll(() => database.close());

  it("is not interrupted any more, and is gone for good with its workflow", async () => {
    const { workflows, close } = workflowsIn(tempDir(), { quick: () => ({}) });
    const { id } = await workflows.create(draft({ a: "quick" }));
    for await (const _ of workflows.run(id));
    const [run] = (await workflows.listRuns({ workflowId: id })).items;
    await workflows.remove(id);
    expect((await workflows.listRuns()).items).toEqual([]);
    expect(await rejection(workflows.getRun(run?.id ?? ""))).toMatchObject({ code: "NOT_FOUND" });
    close();
  });

  it.each(["succeeded", "failed", "cancelled"] as const)(
    "is still %s when somebody interrupts it",
    (status) => {
      const summary = { id: status, workflowName: "Test", status: "running", startedAt: 0 } as const;
      const { number } = store.add(summary, draft({ a: "any" }), {});
      const event: RunEvent = { type: "finished", status, outputs: {}, runId: status, sequence: 1, at: 1 };
      store.append(number, [{ event, encoded: encodeEvent(event) }]);
      store.interrupt(number);
      expect(store.get(status).summary).toMatchObject({ status, finishedAt: 1 });
    },
  );
});

it.each([1, 2, 3, 4])(
  "a run whose write %i fails ends with that, starts nothing more, and was told what is kept",
  async (failing) => {
    let writes = 0;
    const append = RunStore.prototype.append;
    RunStore.prototype.append = function (...args) {
      if (++writes === failing) throw FULL;
      append.apply(this, args);
    };
    const ran: string[] = [];
    const { workflows, close } = workflowsIn(tempDir(), {
      quick: ({ parameters }) => {
        ran.push(String(parameters.is));
        return { value: 1 };
      },
    });
    const quick = (is: string) => ({ type: "quick", parameters: { is } });
    const chain = draft(
      { a: quick("a"), b: quick("b"), c: quick("c") },
      ["a.value", "b.x"],
      ["b.value", "c.x"],
    );
    const told: RunEvent[] = [];
    try {
      const read = async () => {
        for await (const event of workflows.run(chain)) told.push(event);
      };
      expect(await rejection(read())).toBe(FULL);
    } finally {
      RunStore.prototype.append = append;
    }
    const [run] = (await workflows.listRuns()).items;
    const record = await workflows.getRun(run?.id ?? "");
    expect(told.map(({ sequence }) => sequence)).toEqual(record.events.map(({ sequence }) => sequence));
    expect(record.status).toBe("interrupted");
    // A node starts once what it waits for is kept, so the one after the lost write has not run.
    expect(ran.length).toBeLessThanOrEqual(failing);
    close();
  },
);
