import { SubflowRunner } from "../../services/node/subflow-runner.js";
import { rejection } from "./support/rejection.js";
import { nodesWith, runNode } from "./support/run-node.js";

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

it("ends a workflow that contains itself", async () => {
  const run = nodesWith((container) => {
    const runner: SubflowRunner = { run: (workflow) => run("group", { parameters: { workflow } }) };
    container.bind(SubflowRunner).toConstantValue(runner);
  });

  expect(await rejection(run("group", { parameters: { workflow: "w1" } }))).toMatchObject({
    code: "TOO_DEEP",
  });
});

it.each([undefined, "", 7, []])("needs a workflow, not %j", async (workflow) => {
  expect(await rejection(runNode("group", { parameters: { workflow } }))).toMatchObject({
    code: "INVALID_PARAMS",
  });
});
