import { parseDraft } from "../../services/workflow/definition/parse-draft.js";
import type { WorkflowDraft } from "../../services/workflow/definition/workflow-draft.js";
import { workflowFromJson, workflowToJson } from "../../services/workflow/definition/workflow-file.js";
import { rejection } from "../services/support/rejection.js";
import { draft } from "./support/workflows.js";

const WHOLE: WorkflowDraft = {
  name: "Whole",
  description: "All there can be",
  nodes: [
    {
      id: "a",
      type: "any",
      parameters: { list: [1, null, { deep: "x" }] },
      position: { x: 1.5, y: -2 },
      retry: { attempts: 3, backoffMs: 10 },
      timeoutMs: 1000,
      continueOnError: true,
    },
  ],
  edges: [{ id: "e", from: { node: "a", port: "x" }, to: { node: "b", port: "y" } }],
  outputs: [{ name: "out", from: { node: "a", port: "x" } }],
};

/** A workflow of one node that is a little wrong. */
const withNode = (node: object) => ({ name: "Wrong", nodes: [{ id: "a", type: "any", ...node }], edges: [] });

it("reads what is a workflow, as plain data", async () => {
  expect(await parseDraft(WHOLE)).toStrictEqual(WHOLE);
  expect(await parseDraft({ ...WHOLE, id: "w", version: 3 })).toStrictEqual(WHOLE);
});

it.each<[string, unknown, string]>([
  ["no object", 42, "workflow"],
  ["a list", [], "workflow"],
  ["without nodes", { name: "x", edges: [] }, "workflow.nodes"],
  ["with nothing for a node", { ...draft({}), nodes: [null] }, "workflow.nodes[0]"],
  ["with a node of no type", withNode({ type: undefined }), "workflow.nodes[0].type"],
  ["with parameters that are a list", withNode({ parameters: [] }), "workflow.nodes[0].parameters"],
  ["that is tried less than once", withNode({ retry: { attempts: 0 } }), "workflow.nodes[0].retry.attempts"],
  ["with too little time", withNode({ timeoutMs: 0 }), "workflow.nodes[0].timeoutMs"],
  ["with a strange property", withNode({ colour: "red" }), "workflow.nodes[0].colour"],
  [
    "with an edge of one end",
    { ...draft({}), edges: [{ from: { node: "a", port: "x" } }] },
    "workflow.edges[0].to",
  ],
  ["with a constructor", { ...draft({}), constructor: { name: "x" } }, "workflow.constructor"],
  [
    "with a node that has a __proto__",
    withNode({ ["__proto__"]: { id: "b" } }),
    "workflow.nodes[0].__proto__",
  ],
  ["with a name that has a constructor", { ...draft({}), name: { constructor: "x" } }, "workflow.name"],
  [
    "with a node whose id has one",
    withNode({ id: { constructor: { prototype: {} } } }),
    "workflow.nodes[0].id",
  ],
])("refuses what is %s", async (_, value, path) => {
  const error = await rejection(parseDraft(value));
  const { issues } = error.data as { issues: { path: string }[] };

  expect(error.code).toBe("INVALID_PARAMS");
  expect(issues[0]?.path).toBe(path);
});

it("takes parameters of any names", async () => {
  const parameters = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": { "prototype": 2 } }');
  const { nodes } = await parseDraft(withNode({ parameters }));

  expect(Object.entries(nodes[0]?.parameters ?? {})).toEqual(Object.entries(parameters));
});

it("takes parameters as they are now, and only plain data", async () => {
  const parameters = { rows: [1] };
  const { nodes } = await parseDraft(withNode({ parameters }));
  parameters.rows.push(2);

  expect(nodes[0]?.parameters).toEqual({ rows: [1] });
  expect(await rejection(parseDraft(withNode({ parameters: { run: () => {} } })))).toMatchObject({
    code: "NOT_SERIALIZABLE",
    data: { path: "parameters.run" },
  });
});

it("refuses what contains itself outside of parameters", async () => {
  const workflow: Record<string, unknown> = draft({});
  workflow.outputs = [workflow];
  expect(await rejection(parseDraft(workflow))).toMatchObject({ code: "INVALID_PARAMS" });
});

describe("as JSON", () => {
  it("says of which format it is, and is read again as it was", async () => {
    const json = workflowToJson(WHOLE);
    expect(JSON.parse(json)).toMatchObject({ format: "atomiton-workflow", formatVersion: 1 });
    expect(await workflowFromJson(json)).toStrictEqual(WHOLE);
  });

  const circle: Record<string, unknown> = {};
  circle.inner = [circle];

  it.each<[string, unknown, string]>([
    ["a Date", { at: new Date(0) }, ".at"],
    ["bytes", { list: [new Uint8Array(1)] }, ".list[0]"],
    ["NaN", { x: Number.NaN }, ".x"],
    ["a BigInt", { x: 1n }, ".x"],
    ["a cycle", circle, ".inner[0]"],
  ])("has no place for %s, and says where it is", async (_, parameters, place) => {
    const workflow = draft({ a: { type: "any", parameters: parameters as Record<string, unknown> } });
    const error = await rejection(Promise.resolve().then(() => workflowToJson(workflow)));
    expect(error).toMatchObject({
      code: "NOT_SERIALIZABLE",
      data: { path: `workflow.nodes[0].parameters${place}` },
    });
  });

  it.each<[string, string, string]>([
    ["no JSON", "{", "INVALID_PARAMS"],
    ["another format", '{"format":"svg"}', "INVALID_PARAMS"],
    ["a newer format", '{"format":"atomiton-workflow","formatVersion":2}', "UNSUPPORTED_FORMAT"],
    ["no version of the format", '{"format":"atomiton-workflow","workflow":{}}', "INVALID_PARAMS"],
    ["a version that never was", '{"format":"atomiton-workflow","formatVersion":0}', "INVALID_PARAMS"],
    ["a version that is none", '{"format":"atomiton-workflow","formatVersion":{"a":1}}', "INVALID_PARAMS"],
    [
      "no workflow inside",
      '{"format":"atomiton-workflow","formatVersion":1,"workflow":{}}',
      "INVALID_PARAMS",
    ],
    ["a prototype's key", '{"format":"atomiton-workflow","__proto__":{}}', "INVALID_PARAMS"],
  ])("is refused with %s", async (_, json, code) => {
    expect(await rejection(workflowFromJson(json))).toMatchObject({ code });
  });

  it("is told what is wrong with its version, and to update only for a newer one", async () => {
    const refusal = async (file: object) =>
      (await rejection(workflowFromJson(JSON.stringify({ format: "atomiton-workflow", ...file })))).message;

    expect(await refusal({})).toBe("This is no workflow: its formatVersion is missing");
    expect(await refusal({ formatVersion: "1" })).toBe(
      "This is no workflow: its formatVersion is no whole number from 1 on",
    );
    expect(await refusal({ formatVersion: 2 })).toBe(
      "The workflow has the format 2, this release knows 1; update the application",
    );
  });
});
