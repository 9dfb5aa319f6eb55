import { Container } from "inversify";
import type { WorkflowDraft } from "../../services/workflow/definition/workflow-draft.js";
import { validateWorkflow } from "../../services/workflow/validation/validate-workflow.js";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { atomitonIn } from "./support/atomiton.js";
import { draft, type FakeTypes, fakeTypes, workflowsIn } from "./support/workflows.js";

const TYPES: FakeTypes = {
  any: () => ({}),
  strict: { run: () => ({}), parameters: ["known"] },
  source: { run: () => ({}), inputs: [], outputs: [{ name: "rows", type: "array" }] },
  rows: {
    run: () => ({}),
    inputs: [
      { name: "items", type: "array", required: true },
      { name: "label", type: "string" },
    ],
    outputs: [{ name: "text", type: "string" }],
  },
};

const issuesOf = (workflow: WorkflowDraft, inputs?: Record<string, unknown>) =>
  validateWorkflow(workflow, fakeTypes(TYPES), inputs);

/** Code and node of each issue. */
const namesOf = async (workflow: WorkflowDraft) =>
  (await issuesOf(workflow)).map(({ code, node }) => `${code}: ${node}`);

it("has nothing against a workflow that can be run", async () => {
  expect(
    await issuesOf(draft({ a: "source", b: "rows", c: "any" }, ["a.rows", "b.items"], ["b.text", "c.x"])),
  ).toEqual([]);
  expect(await issuesOf(draft({}))).toEqual([]);
  expect(await issuesOf(draft({ a: "any" }))).toEqual([]);
});

it.each<[string, WorkflowDraft, string[]]>([
  ["a type nobody knows", draft({ a: "nonsense" }), ["unknown-type: a"]],
  [
    "parameters that its type does not take",
    draft({ a: { type: "strict", parameters: { known: 1, other: 2 } } }),
    ["invalid-parameter: a"],
  ],
  ["an edge from nowhere", draft({ a: "any" }, ["ghost.x", "a.y"]), ["missing-node: a"]],
  ["an edge to nowhere", draft({ a: "any" }, ["a.x", "ghost.y"]), ["missing-node: a"]],
  [
    "ports that are not there",
    draft({ a: "source", b: "rows" }, ["a.columns", "b.values"]),
    ["unknown-port: a", "unknown-port: b", "missing-input: b"],
  ],
  [
    "types that do not go together",
    draft({ a: "source", b: "rows" }, ["a.rows", "b.items"], ["a.rows", "b.label"]),
    ["type-mismatch: b"],
  ],
  [
    "two edges to one port",
    draft({ a: "source", b: "source", c: "rows" }, ["a.rows", "c.items"], ["b.rows", "c.items"]),
    ["taken: c"],
  ],
  ["a required port that is given nothing", draft({ a: "rows" }), ["missing-input: a"]],
  ["a node that waits for itself", draft({ a: "any" }, ["a.x", "a.y"]), ["cycle: a"]],
  [
    "a cycle and what waits for it",
    draft(
      { a: "any", b: "any", c: "any", d: "any" },
      ["a.x", "b.x"],
      ["b.x", "c.x"],
      ["c.x", "b.y"],
      ["c.x", "d.x"],
    ),
    ["cycle: c", "unreachable: d"],
  ],
  [
    "two cycles",
    draft(
      { a: "any", b: "any", c: "any", d: "any" },
      ["a.x", "b.x"],
      ["b.x", "a.x"],
      ["c.x", "d.x"],
      ["d.x", "c.x"],
    ),
    ["cycle: b", "cycle: d"],
  ],
  [
    "outputs from nowhere, and two of one name",
    {
      ...draft({ a: "source" }),
      outputs: [
        { name: "x", from: { node: "a", port: "rows" } },
        { name: "x", from: { node: "a", port: "columns" } },
        { name: "y", from: { node: "ghost", port: "rows" } },
      ],
    },
    ["taken: a", "unknown-port: a", "missing-node: ghost"],
  ],
  [
    "two nodes of one id",
    {
      name: "Twins",
      nodes: [
        { id: "a", type: "any" },
        { id: "a", type: "any" },
      ],
      edges: [],
    },
    ["duplicate-id: a"],
  ],
])("names the node of %s", async (_, workflow, names) => {
  expect(await namesOf(workflow)).toEqual(names);
});

it("tells the way of a cycle, and which edge and port are wrong", async () => {
  const cycle = draft({ a: "any", b: "any", c: "any" }, ["a.x", "b.x"], ["b.x", "c.x"], ["c.x", "a.x"]);
  expect((await issuesOf(cycle))[0]?.message).toMatch(
    /^It waits for itself: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)$/,
  );

  const mismatch = draft({ a: "source", b: "rows" }, ["a.rows", "b.items"], ["a.rows", "b.label"]);
  expect(await issuesOf(mismatch)).toEqual([
    {
      code: "type-mismatch",
      severity: "error",
      node: "b",
      port: "label",
      edge: 1,
      message: 'Its input "label" takes string; "rows" of "a" gives array',
    },
  ]);
});

it("warns of a node that nothing joins to the others, which can run all the same", async () => {
  const { workflows, close } = workflowsIn(tempDir(), TYPES);
  const report = await workflows.validate(draft({ a: "any", b: "any", c: "any" }, ["a.x", "b.x"]));

  expect(report).toMatchObject({
    valid: true,
    issues: [{ code: "unreachable", severity: "warning", node: "c" }],
  });
  close();
});

it("counts what the run is given for a node that no edge reaches", async () => {
  expect(await issuesOf(draft({ a: "rows" }), { items: [] })).toEqual([]);
  const reached = draft({ a: "source", b: "rows" }, ["a.rows", "b.label"]);
  expect(await issuesOf(reached, { items: [] })).toMatchObject([
    { code: "type-mismatch" },
    { code: "missing-input", node: "b" },
  ]);
});

it("says of a workflow and its inputs what a run of them says", async () => {
  const { workflows, close } = workflowsIn(tempDir(), TYPES);
  const workflow = draft({ a: "rows" });

  expect(await workflows.validate(workflow)).toMatchObject({
    valid: false,
    issues: [{ code: "missing-input" }],
  });
  expect(await workflows.validate(workflow, { items: [] })).toEqual({ valid: true, issues: [] });
  expect(await rejection(workflows.validate(workflow, [] as never))).toMatchObject({
    code: "INVALID_PARAMS",
  });
  close();
});

it("tells which parameter of which node is not as its type asks, and does not let it run", async () => {
  const container = new Container();
  container.load(...atomitonIn(tempDir()));
  const workflows = container.get(WorkflowService);
  const workflow = draft({ a: { type: "delay", parameters: { ms: -5, x: 1 } } });

  expect(await workflows.validate(workflow)).toEqual({
    valid: false,
    issues: [
      {
        code: "invalid-parameter",
        severity: "error",
        node: "a",
        path: "parameters.x",
        message: "parameters.x: property x should not exist",
      },
      {
        code: "invalid-parameter",
        severity: "error",
        node: "a",
        path: "parameters.ms",
        message: "parameters.ms: ms must not be less than 0",
      },
    ],
  });
  expect(await rejection(workflows.run(workflow).next())).toMatchObject({ code: "INVALID_WORKFLOW" });
  await container.unbindAllAsync();
});

it("knows the port with the error of a node that may fail", async () => {
  const workflow = draft({ a: { type: "source", continueOnError: true }, b: "any" }, ["a.error", "b.x"]);
  expect(await issuesOf(workflow)).toEqual([]);
});

it("does not let run what is not valid, and says why", async () => {
  const { workflows, close } = workflowsIn(tempDir(), TYPES);
  const { id } = await workflows.create(draft({ a: "nonsense", b: "rows" }));
  const error = await rejection(workflows.run(id).next());

  expect(error).toMatchObject({ code: "INVALID_WORKFLOW", data: { issues: [{ node: "a" }, { node: "b" }] } });
  expect(error.message).toBe(
    'The workflow cannot be run: node "a": There is no node type "nonsense" (and 1 more)',
  );
  expect(await workflows.listRuns()).toMatchObject({ total: 0 });
  close();
});
