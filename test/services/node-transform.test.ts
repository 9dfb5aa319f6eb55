import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const transform = (expression: unknown, inputs: Record<string, unknown> = {}) =>
  runNode("transform", { inputs, parameters: { expression } });

const order = {
  lines: [
    { price: 3, count: 2 },
    { price: 5, count: 1 },
  ],
};

it.each<[string, unknown]>([
  ["$sum(lines.(price * count))", 11],
  ["lines[price > 4].count", 1],
  ['{ "prices": lines.price }', { prices: [3, 5] }],
  ["missing", undefined],
])("evaluates %s", async (expression, value) => {
  expect(structuredClone(await transform(expression, order))).toEqual({ value });
});

it("leaves no marks of JSONata on arrays", async () => {
  const { value } = await transform(
    '[lines.price, { "inner": $map(lines, function($l) { $l.count }) }]',
    order,
  );
  const arrays = [await transform("lines.price", order), value];

  expect(JSON.stringify(arrays)).toBe('[{"value":[3,5]},[3,5,{"inner":[2,1]}]]');
  expect(Object.keys((arrays[0] as { value: unknown[] }).value)).toEqual(["0", "1"]);
  expect(Object.keys((value as [number, number, { inner: unknown[] }])[2].inner)).toEqual(["0", "1"]);
});

it("passes on what is no JSON, and what contains itself", async () => {
  const inputs: Record<string, unknown> = { bytes: new Uint8Array([1]), when: new Date(0) };
  inputs.self = inputs;

  expect(await transform("bytes", inputs)).toEqual({ value: inputs.bytes });
  expect(await transform("self.when", inputs)).toEqual({ value: inputs.when });
  expect((await transform("$", inputs)).value).toBe(inputs);
});

it("says where an expression is wrong", async () => {
  const error = await rejection(transform("1 +"));
  expect(error).toMatchObject({ code: "EXPRESSION_ERROR", data: { code: "S0207", position: 3 } });
  expect(error.message).toBe("JSONata expression at position 3: Unexpected end of expression");
});

it("says why an evaluation failed", async () => {
  expect(await rejection(transform('"a" + 1'))).toMatchObject({
    code: "EXPRESSION_ERROR",
    data: { code: "T2001" },
  });
  expect(await rejection(transform("($f := function($n) { 1 + $f($n) }; $f(1))"))).toMatchObject({
    code: "EXPRESSION_ERROR",
    data: { code: "D1011" },
  });
});

it.each([undefined, 42, ["a"]])("needs an expression, not %j", async (expression) => {
  expect(await rejection(transform(expression))).toMatchObject({ code: "INVALID_PARAMS" });
});

it("lets others work during a long evaluation, and stops when its signal fires", async () => {
  const abort = new AbortController();
  const endless = runNode("transform", {
    parameters: { expression: "($f := function($n) { $f($n + 1) }; $f(1))" },
    signal: abort.signal,
  });
  setImmediate(() => abort.abort(new Error("enough")));

  await expect(endless).rejects.toThrow("enough");
});
