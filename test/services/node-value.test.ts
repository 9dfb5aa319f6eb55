import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const bytes = new Uint8Array([1]);

it.each([42, null, false, "", [[1]], { a: { b: 1 } }, bytes])("gives %p", async (value) => {
  expect(await runNode("value", { parameters: { value } })).toEqual({ value });
});

it("gives what contains itself, as it is", async () => {
  const value: Record<string, unknown> = { bytes };
  value.self = value;
  expect((await runNode("value", { parameters: { value } })).value).toBe(value);
});

it("needs a value", async () => {
  expect(await rejection(runNode("value"))).toMatchObject({ code: "INVALID_PARAMS" });
});
