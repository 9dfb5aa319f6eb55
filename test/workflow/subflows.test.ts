import path from "node:path";
import { Container } from "inversify";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { asSeen, spoil } from "../services/support/plain-values.js";
import { tempDir } from "../services/support/temp-dir.js";
import { runTypeScript } from "../support/run-typescript.js";
import { atomitonIn } from "./support/atomiton.js";
import type { LoopReport } from "./support/loop-of-workflows.js";
import { draft, eventsOf, ofType } from "./support/workflows.js";

let container: Container;
let workflows: WorkflowService;

beforeEach(() => {
  container = new Container();
  container.load(...atomitonIn(tempDir()));
  workflows = container.get(WorkflowService);
});

afterEach(() => container.unbindAllAsync());

/** Doubles what it is given on its port `x`. */
const DOUBLE = {
  ...draft({ twice: { type: "transform", parameters: { expression: "x * 2" } } }),
  outputs: [{ name: "doubled", from: { node: "twice", port: "value" } }],
};

const groupOf = (workflow: unknown) => draft({ group: { type: "group", parameters: { workflow } } });

async function endOf(...args: Parameters<WorkflowService["run"]>) {
  const [end] = ofType(await eventsOf(workflows.run(...args)), "finished");
  return end;
}

it("runs a workflow in the place of a node, stored or not", async () => {
  const { id } = await workflows.create(DOUBLE);
  for (const workflow of [id, DOUBLE]) {
    expect(await endOf(groupOf(workflow), { x: 21 })).toMatchObject({
      status: "succeeded",
      outputs: { group: { doubled: 42 } },
    });
  }
  expect(await workflows.listRuns()).toMatchObject({ total: 2 });
});

it("runs a workflow for each item of a loop, many at a time, with no warning", async () => {
  const script = path.join(import.meta.dirname, "support", "loop-of-workflows.ts");
  const report: LoopReport = JSON.parse(await runTypeScript(script, tempDir(), "100", "32"));

  const results = Array.from({ length: 100 }, (_, n) => ({ doubled: n * 2 }));
  expect(report).toEqual({ status: "succeeded", outputs: { loop: { results, errors: [] } }, warnings: [] });
});

it("leaves a list as it is that an expression reads, whatever it makes of it", async () => {
  const expression = (text: string) => ({ type: "transform", parameters: { expression: text } });
  const workflow = draft(
    { list: { type: "value", parameters: { value: [1, 2] } }, all: expression("x[]"), same: expression("x") },
    ["list.value", "all.x"],
    ["list.value", "same.x"],
  );
  const end = await endOf(workflow);

  expect(end).toMatchObject({
    status: "succeeded",
    outputs: { all: { value: [1, 2] }, same: { value: [1, 2] } },
  });
});

it("adds samples that whoever gets one cannot change for the next", async () => {
  for (const { id } of await workflows.samples()) {
    const { id: _id, ...first } = await workflows.addSample(id);
    const seen = asSeen(first);
    spoil(first);
    const { id: _other, ...second } = await workflows.addSample(id);
    expect(asSeen(second)).toBe(seen);
  }
});

it("says which node inside failed, and why", async () => {
  const bad = draft({ inner: { type: "transform", parameters: { expression: "1 +" } } });
  expect(await endOf(groupOf(bad))).toMatchObject({
    status: "failed",
    error: {
      code: "EXPRESSION_ERROR",
      nodeId: "group",
      message: expect.stringContaining('The node "inner" of Test failed: '),
    },
  });
});

it("passes on what the node inside said, and which it was", async () => {
  expect(await endOf(groupOf(draft({ inner: "csv-parse" })), { text: 42 })).toMatchObject({
    status: "failed",
    error: { code: "INVALID_PARAMS", data: { nodeId: "inner", issues: [{ path: "inputs.text" }] } },
  });
});

it.each<[string, unknown, string]>([
  ["is not there", "nonsense", "NOT_FOUND"],
  ["is none", { nodes: 1 }, "INVALID_PARAMS"],
  ["cannot be run", draft({ a: "test-node" }, ["a.x", "a.y"]), "INVALID_WORKFLOW"],
])("fails when the workflow %s", async (_, workflow, code) => {
  expect(await endOf(groupOf(workflow))).toMatchObject({ status: "failed", error: { code } });
});

it("ends when a workflow contains itself", async () => {
  const { id } = await workflows.create(draft({}));
  await workflows.update({ ...groupOf(id), id, version: 1 });

  expect(await endOf(id)).toMatchObject({ status: "failed", error: { code: "TOO_DEEP" } });
});

it("stops what runs inside when the run is cancelled", async () => {
  const abort = new AbortController();
  const waiting = draft({ wait: { type: "delay", parameters: { ms: 60_000 } } });
  const run = workflows.run(groupOf(groupOf(waiting)), {}, abort.signal);
  await run.next();
  abort.abort();

  expect((await eventsOf(run)).at(-1)).toMatchObject({ type: "finished", status: "cancelled" });
});
