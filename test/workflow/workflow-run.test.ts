import { getEventListeners } from "node:events";
import { RpcError } from "../../decorators/index.js";
import { PassingJournal } from "../../services/workflow/engine/passing-journal.js";
import type { RunJournal } from "../../services/workflow/engine/run-journal.js";
import { WorkflowRun } from "../../services/workflow/engine/workflow-run.js";
import type { RunEventContent } from "../../services/workflow/run.api.js";
import { rejection } from "../services/support/rejection.js";
import { draft, type FakeTypes, fakeTypes } from "./support/workflows.js";

const runOf = (
  workflow: ReturnType<typeof draft>,
  types: FakeTypes,
  journal: RunJournal = new PassingJournal(),
) => new WorkflowRun({ workflow, inputs: {} }, fakeTypes(types), journal);

it("leaves nothing on the signal it was given, however it ends", async () => {
  const { signal } = new AbortController();
  const failing = () => Promise.reject(new RpcError("BAD", "no"));
  expect(await runOf(draft({ a: "good" }), { good: () => ({}) }).execute(signal)).toMatchObject({
    status: "succeeded",
  });
  expect(await runOf(draft({ a: "bad" }), { bad: failing }).execute(signal)).toMatchObject({
    status: "failed",
  });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("of two nodes that fail in one turn names the first", async () => {
  const failing = (code: string) => () => Promise.reject(new RpcError(code, "no"));
  const run = runOf(draft({ a: "first", b: "second" }), {
    first: failing("FIRST"),
    second: failing("SECOND"),
  });
  expect(await run.execute(new AbortController().signal)).toMatchObject({
    status: "failed",
    error: { code: "FIRST", nodeId: "a" },
  });
});

it("throws what its journal throws, and starts nothing after it", async () => {
  const refused = new RpcError("ODD", "this event cannot be noted");
  const journal = {
    note: ({ type }: RunEventContent) => {
      if (type === "node-finished") throw refused;
    },
    kept: async () => {},
  };
  const ran: string[] = [];
  const note = (node: string) => () => {
    ran.push(node);
    return { value: 1 };
  };
  const run = runOf(draft({ a: "a", b: "b" }, ["a.value", "b.x"]), { a: note("a"), b: note("b") }, journal);
  expect(await rejection(run.execute(new AbortController().signal))).toBe(refused);
  expect(ran).toEqual(["a"]);
});
