import "reflect-metadata";
import { NodeExecuteParams } from "../../services/node/node-execute.params.js";
import { DtoValidator } from "../../src/validation/index.js";

const params = new DtoValidator(NodeExecuteParams, { path: "params" });

async function problemsOf(plain: object): Promise<string[]> {
  const { issues } = await params.explain(plain);
  return [...new Set(issues.map(({ path }) => path.replace("params.", "")))];
}

it.each<[string, object]>([
  ["an id alone", { nodeId: "test-node" }],
  ["everything", { nodeId: "n1", type: "transform", inputs: { a: 1 }, parameters: { expression: "a" } }],
  ["null for what is optional", { nodeId: "n1", type: null, inputs: null, parameters: null }],
])("accepts %s", async (_, plain) => {
  expect(await problemsOf(plain)).toEqual([]);
});

it.each<[string, object, string]>([
  ["no id", {}, "nodeId"],
  ["an empty id", { nodeId: "" }, "nodeId"],
  ["an id that is no text", { nodeId: 42 }, "nodeId"],
  ["an endless id", { nodeId: "n".repeat(257) }, "nodeId"],
  ["a type that is no text", { nodeId: "n1", type: {} }, "type"],
  ["inputs in a list", { nodeId: "n1", inputs: [1] }, "inputs"],
  ["inputs in a Map", { nodeId: "n1", inputs: new Map() }, "inputs"],
  ["parameters in a text", { nodeId: "n1", parameters: "a" }, "parameters"],
  ["a property it does not have", { nodeId: "n1", extra: 1 }, "extra"],
])("refuses %s", async (_, plain, property) => {
  expect(await problemsOf(plain)).toEqual([property]);
});

it("hands free-form properties over as they came", async () => {
  const inputs: Record<string, unknown> = {
    bytes: new Float32Array([1]),
    map: new Map([["a", new Date(0)]]),
  };
  inputs.self = inputs;
  const parameters = { nested: [{ list: new Set([1n]) }] };
  const made = await params.read({ nodeId: "n1", inputs, parameters });

  expect(made.inputs).toBe(inputs);
  expect(made.parameters).toBe(parameters);
});
