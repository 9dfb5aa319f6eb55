import jsonata from "jsonata";
import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const inputs = {
  numbers: [3, 1, 2],
  texts: ["b", "a", "a"],
  objects: [
    { x: 1, y: [1] },
    { y: [1], x: 1 },
    { x: 2, y: null },
  ],
  mixed: [1, "1", true, null, [1], [1], {}, "{}"],
  same: [5, 5],
  empty: [],
  date: "2020-01-02T03:04:05Z",
};

const transform = async (expression: string, data: Record<string, unknown> = inputs) =>
  (await runNode("transform", { inputs: data, parameters: { expression } })).value;

it.each([
  "$sort(numbers)",
  "$sort(texts)",
  "$sort(objects, function($l, $r) { $l.x < $r.x })",
  "$sort([1..100], function($l, $r) { $l % 7 > $r % 7 })",
  "[$sort(empty), $sort(5), $sort(missing)]",
  "$distinct(texts)",
  "$distinct(objects)",
  "$distinct(mixed)",
  "[$distinct(same), $distinct([1, 1]), $distinct('a'), $distinct(missing)]",
  "{ 'one': $distinct(same.$), 'list': $distinct(same) }",
  "$spread(objects)",
  "$spread([1, null, { 'a': null, 'b': 3 }, [{ 'c': 1 }], {}])",
  "[$spread(empty), $spread('a'), $spread(missing), $spread({ 'a': 1 })]",
  "[$pad('a', 5), $pad('a', -5, '#'), $pad('a', 6, 'xyz'), $pad('a', -6, ''), $pad('abc', 2)]",
  "[$pad('😀', 4, '😀é'), $pad('a', 3.9), $pad(missing, 3), 'a' ~> $pad(3)]",
  "$map(texts, $pad(?, 3, '-'))",
  "[$join(texts), $join(texts, ', '), $join('a'), $join(missing, ','), $join(empty)]",
  "$map([['a', 'b'], ['c', 'd']], $join(?, '+'))",
  "($two := 2; [$eval('$two * 2'), $eval('x', { 'x': 3 }), $eval(missing), $eval('[1, 2]')])",
  "[$toMillis(date), $toMillis('01/02/2020', '[D01]/[M01]/[Y0001]'), $toMillis(missing)]",
  "$toMillis('Thu, 27 Sep 2018 14:03:00 +0100', '[FNn,*-3], [D01] [MNn,*-3] [Y] [H01]:[m01]:[s01] [Z0101]')",
])("evaluates %s as JSONata does", async (expression) => {
  const expected = await jsonata(expression).evaluate(inputs);
  expect(JSON.stringify(await transform(expression))).toBe(JSON.stringify(expected));
});

it("refuses to sort what has no order, as JSONata does", async () => {
  expect(await rejection(transform("$sort(mixed)"))).toMatchObject({ data: { code: "D3070" } });
});

it("keeps the order of equals when it sorts", async () => {
  const sorted = await transform("$sort([1..1000], function($l, $r) { $l % 10 > $r % 10 })");
  const expected = Array.from({ length: 1000 }, (_, n) => n + 1).sort((a, b) => (a % 10) - (b % 10));
  expect(sorted).toEqual(expected);
});

it.each<[string, number, (n: number) => unknown]>([
  ["$sort(many)", 400_000, (n) => n],
  ["$distinct(many)", 400_000, (n) => n],
  ["$distinct(many)", 60_000, (n) => ({ n })],
  ["$spread(many)", 120_000, (n) => ({ n })],
])("takes time in proportion to a long list for %s", async (expression, count, member) => {
  const many = Array.from({ length: count }, (_, n) => member(n));
  expect(await transform(`$count(${expression})`, { many })).toBe(count);
});

it("reads long JSON as what it is", async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => ({ n }));
  expect(await transform("$eval(json)", { json: JSON.stringify(many) })).toEqual(many);
});

it("refuses a timestamp that fits a picture in too many ways", async () => {
  const words = `$toMillis("${"one ".repeat(100)}!", "${"[Yw]".repeat(8)}")`;
  expect((await rejection(transform(words))).message).toContain("too many parts for a timestamp that long");
});

it("lets others work while it sorts and compares, and stops when its signal fires", async () => {
  for (const expression of ["$distinct([1..1000000])", "$sort([1..1000000], function($l, $r) { false })"]) {
    const abort = new AbortController();
    const run = runNode("transform", { parameters: { expression }, signal: abort.signal });
    setImmediate(() => abort.abort(new Error("enough")));
    await expect(run).rejects.toThrow("enough");
  }
});
