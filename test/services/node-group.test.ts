import { Container } from "inversify";
import { SubflowRunner } from "../../services/node/subflow-runner.js";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { atomitonIn } from "../workflow/support/atomiton.js";
import { draft, eventsOf, ofType } from "../workflow/support/workflows.js";
import { rejection } from "./support/rejection.js";
import { nodesWith, runNode } from "./support/run-node.js";
import { tempDir } from "./support/temp-dir.js";

it("runs a workflow with its inputs and gives its outputs", async () => {
  const abort = new AbortController();
  const runner: SubflowRunner = {
    run: async (workflow, inputs, signal) => ({ workflow, inputs, same: signal === abort.signal }),
  };
  const run = nodesWith((container) => container.bind(SubflowRunner).toConstantValue(runner));
  const workflow = { nodes: [], edges: [] };

  expect(await run("group", { inputs: { a: 1 }, parameters: { workflow }, signal: abort.signal })).toEqual({
    workflow,
    inputs: { a: 1 },
    same: true,
  });
});

it("says that no workflow can be run where nobody can", async () => {
  const error = await rejection(runNode("group", { parameters: { workflow: "w1" } }));
  expect(error).toMatchObject({
    code: "UNAVAILABLE",
    message: "No workflow can be run inside a node here",
  });
});

/** A way to run groups of workflows, each of which runs, at the same time, the workflows that `parts` names. */
function nestedGroups(parts: (workflow: unknown) => unknown[]) {
  let started = 0;
  const runner: SubflowRunner = {
    async run(workflow, _inputs, signal) {
      started++;
      const groups = parts(workflow).map((part) => run("group", { parameters: { workflow: part }, signal }));
      await Promise.all(groups);
      return {};
    },
  };
  const run = nodesWith((container) => container.bind(SubflowRunner).toConstantValue(runner));
  return { run, started: () => started };
}

it.each([
  ["itself, twice", () => ["w1", "w1"], "w1"],
  ["another that contains it", (id: unknown) => (id === "w1" ? ["w2", "w2"] : ["w1", "w1"]), "w2"],
])("refuses a workflow that contains %s", async (_, parts, first) => {
  const { run, started } = nestedGroups(parts);
  const error = await rejection(run("group", { parameters: { workflow: first } }));

  expect(error).toMatchObject({ code: "TOO_DEEP", message: `The workflow ${first} contains itself` });
  expect(started()).toBeLessThan(4);
});

it("refuses a stored workflow whose two groups are the workflow itself", async () => {
  const container = new Container();
  container.load(...atomitonIn(tempDir()));
  const workflows = container.get(WorkflowService);
  const { id } = await workflows.create(draft({}));
  const group = { type: "group", parameters: { workflow: id }, continueOnError: true };
  await workflows.update({ id, version: 1, ...draft({ first: group, second: group }) });
  const [end] = ofType(await eventsOf(workflows.run(id)), "finished");
  await container.unbindAllAsync();

  const refused = { error: expect.objectContaining({ code: "TOO_DEEP" }) };
  const inside = { first: refused, second: refused };
  expect(end).toMatchObject({ status: "succeeded", outputs: { first: inside, second: inside } });
});

it("runs a workflow more than once where it does not contain itself", async () => {
  const { run, started } = nestedGroups((id) => (id === "w1" ? ["w2", "w2"] : []));
  await run("group", { parameters: { workflow: "w1" } });

  expect(started()).toBe(3);
});

it("ends definitions that nest too deep", async () => {
  const { run, started } = nestedGroups(() => [{}]);

  expect(await rejection(run("group", { parameters: { workflow: {} } }))).toMatchObject({
    code: "TOO_DEEP",
    data: { limit: 32 },
  });
  expect(started()).toBe(32);
});

it("ends runs that each start several more before they fill the memory", async () => {
  const abort = new AbortController();
  const { run, started } = nestedGroups(() => [{}, {}]);
  const group = run("group", { parameters: { workflow: {} }, signal: abort.signal });

  expect(await rejection(group)).toMatchObject({
    code: "TOO_DEEP",
    message: "More than 5000 runs nest in one",
  });
  expect(started()).toBeLessThanOrEqual(5000);
  abort.abort();
});

it("lets others have a turn at each level, and stops there when its signal fires", async () => {
  const abort = new AbortController();
  const { run, started } = nestedGroups(() => [{}]);
  const group = run("group", { parameters: { workflow: {} }, signal: abort.signal });
  setImmediate(() => abort.abort(new Error("enough")));

  await expect(group).rejects.toThrow("enough");
  expect(started()).toBeLessThan(32);
});

it.each([undefined, "", 7, []])("needs a workflow, not %j", async (workflow) => {
  expect(await rejection(runNode("group", { parameters: { workflow } }))).toMatchObject({
    code: "INVALID_PARAMS",
  });
});
