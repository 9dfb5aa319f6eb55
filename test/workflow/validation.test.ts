import type { WorkflowDraft } from "../../services/workflow/definition/workflow-draft.js";
import { validateWorkflow } from "../../services/workflow/validation/validate-workflow.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { draft, type FakeTypes, fakeTypes, workflowsIn } from "./support/workflows.js";

const TYPES: FakeTypes = {
  any: () => ({}),
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
const namesOf = (workflow: WorkflowDraft) => issuesOf(workflow).map(({ code, node }) => `${code}: ${node}`);

it("has nothing against a workflow that can be run", () => {
  expect(
    issuesOf(draft({ a: "source", b: "rows", c: "any" }, ["a.rows", "b.items"], ["b.text", "c.x"])),
  ).toEqual([]);
  expect(issuesOf(draft({}))).toEqual([]);
  expect(issuesOf(draft({ a: "any" }))).toEqual([]);
});

it.each<[string, WorkflowDraft, string[]]>([
  ["a type nobody knows", draft({ a: "nonsense" }), ["unknown-type: a"]],
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
])("names the node of %s", (_, workflow, names) => {
  expect(namesOf(workflow)).toEqual(names);
});

it("tells the way of a cycle, and which edge and port are wrong", () => {
  const cycle = draft({ a: "any", b: "any", c: "any" }, ["a.x", "b.x"], ["b.x", "c.x"], ["c.x", "a.x"]);
  expect(issuesOf(cycle)[0]?.message).toMatch(
    /^It waits for itself: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)$/,
  );

  const mismatch = draft({ a: "source", b: "rows" }, ["a.rows", "b.items"], ["a.rows", "b.label"]);
  expect(issuesOf(mismatch)).toEqual([
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

it("counts what the run is given for a node that no edge reaches", () => {
  expect(issuesOf(draft({ a: "rows" }), { items: [] })).toEqual([]);
  expect(issuesOf(draft({ a: "source", b: "rows" }, ["a.rows", "b.label"]), { items: [] })).toMatchObject([
    { code: "type-mismatch" },
    { code: "missing-input", node: "b" },
  ]);
});

it("knows the port with the error of a node that may fail", () => {
  const workflow = draft({ a: { type: "source", continueOnError: true }, b: "any" }, ["a.error", "b.x"]);
  expect(issuesOf(workflow)).toEqual([]);
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
