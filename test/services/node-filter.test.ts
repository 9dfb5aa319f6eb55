import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const filter = (predicate: string, items: unknown) =>
  runNode("filter", { inputs: { items }, parameters: { predicate } });

const people = [
  { name: "Ada", age: 36, tags: ["a"] },
  { name: "Bo", age: 0, tags: [] },
];

it.each([
  ["age > 20", ["Ada"]],
  ["age", ["Ada"]],
  ["tags", ["Ada"]],
  ["missing", []],
  ["$length(name) < 3", ["Bo"]],
  ["true", ["Ada", "Bo"]],
])("keeps those of whom %s holds", async (predicate, names) => {
  const { items } = await filter(predicate, people);
  expect((items as typeof people).map(({ name }) => name)).toEqual(names);
});

it("hands on the very items, in their order", async () => {
  const lists = [[3], [1], [2]];
  const { items } = await filter("$[0] > 1", lists);
  expect((items as unknown[])[0]).toBe(lists[0]);
  expect(items).toEqual([[3], [2]]);
});

it("says what is wrong with a predicate, even if there is no item", async () => {
  expect(await rejection(filter("1 +", []))).toMatchObject({ code: "EXPRESSION_ERROR" });
  expect(await rejection(filter('"a" + 1', [1]))).toMatchObject({ data: { code: "T2001" } });
});

it("needs items in a list", async () => {
  expect(await rejection(filter("true", undefined))).toMatchObject({ code: "INVALID_PARAMS" });
  expect(await rejection(filter("true", { a: 1 }))).toMatchObject({ code: "INVALID_PARAMS" });
});
