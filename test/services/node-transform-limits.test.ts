import { jest } from "@jest/globals";
import { EvaluationWatch } from "../../services/node/jsonata/evaluation-watch.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { runNode } from "./support/run-node.js";

const TEXT = 16 * 1024 * 1024;
const LIST = 1024 * 1024;

const tooLong = `A text has more than ${TEXT} characters`;
const tooMuch = "A value comes to more than 67108864 characters";

/** Puts a value twice into a list, that list twice into another, and so on: 2^40 values to whoever counts them. */
const NESTED =
  "$nest := function($n, $x) { $n = 0 ? $x : $nest($n - 1, [[$x], [$x]]) }; $nested := $nest(40, 1)";

const transform = async (expression: string, inputs: Record<string, unknown> = {}) =>
  (await runNode("transform", { inputs, parameters: { expression } })).value;

const failure = (expression: string, inputs?: Record<string, unknown>) =>
  rejection(transform(expression, inputs));

it.each<[string, string]>([
  ['$length($pad("x", 500000000))', tooLong],
  ['$pad("x", -500000000, "ab")', tooLong],
  ['$pad("x", 1e300)', tooLong],
  ['($twice := function($n, $s) { $n = 0 ? $s : $twice($n - 1, $s & $s) }; $twice(28, "x"))', tooLong],
  ['$join([1..1000].$string(), $pad("", 400000))', tooLong],
  ['$replace($pad("", 9000000), " ", "ab")', tooLong],
  ['$encodeUrl($pad("", 9000000))', tooLong],
  ['$fromMillis(1, "[Y,500000000]")', tooLong],
  ["[1..20].$string() ~> $map($pad(?, 16000000))", tooMuch],
  ['[1..20].($pad("", 16000000))', tooMuch],
  ["($million := [1..1000000]; $lookup([1..20].{'a': $million}, 'a'))", tooMuch],
  [`(${NESTED}; $string($nested))`, tooMuch],
  [`(${NESTED}; $nested & "")`, tooMuch],
  [`(${NESTED}; $nested = $nest(40, 1))`, tooMuch],
  [`(${NESTED}; {$nested: 1})`, tooMuch],
])("ends %s before it fills the memory", async (expression, reason) => {
  expect(await failure(expression)).toMatchObject({
    code: "EXPRESSION_ERROR",
    message: expect.stringContaining(reason),
  });
});

it.each([
  "$sum([1..9999999])",
  '$split($pad("", 2000000), "")',
  "$append([1..1000000], [1..1000000])",
  "($million := [1..1000000]; [1..1000].($million))",
  "$count(given)",
])("ends %s, whose list is too long", async (expression) => {
  expect(await failure(expression, { given: new Array(LIST + 1).fill(0) })).toMatchObject({
    data: { code: "D2015" },
    message: expect.stringContaining("The maximum sequence length of"),
  });
});

it("has room for large values", async () => {
  expect(await transform(`$pad("", ${TEXT})`)).toBe(" ".repeat(TEXT));
  expect(await transform(`$sum([1..${LIST}])`)).toBe((LIST * (LIST + 1)) / 2);
  expect(await transform("$count(given)", { given: new Array(LIST).fill({ a: 1 }) })).toBe(LIST);
});

it("counts bytes as they would be written, and what contains itself once", async () => {
  expect(await failure("bytes", { bytes: new Uint8Array(10_000_000) })).toMatchObject({
    message: expect.stringContaining(tooMuch),
  });
  const inputs: Record<string, unknown> = { list: new Array(100_000).fill("text") };
  inputs.self = inputs;
  expect(await transform("$count(self.self.list)", inputs)).toBe(100_000);
});

it("takes expressions of a length that can be read at once", async () => {
  const length = 32 * 1024;
  expect(await transform(`1${" ".repeat(length - 1)}`)).toBe(1);
  expect(await failure(`1${" ".repeat(length)}`)).toMatchObject({
    message: "JSONata expression: An expression has at most 32768 characters",
  });
  expect(await failure('$eval($pad("1", 40000) & "+1")')).toMatchObject({ data: { token: "eval" } });
});

it("ends an expression that keeps many large values before they fill the memory", async () => {
  const expressions = ["[1..1000].[[1..1000000]]", "[1..1000].{'a': $} ~> $map($append(?, [1..1000000]))"];
  const runs = expressions.map((expression) => ({ type: "transform", parameters: { expression } }));
  const { outcomes } = await runInChild(runs, ["--max-old-space-size=512"]);

  expect(outcomes).toMatchObject(
    expressions.map(() => ({ message: expect.stringContaining("The memory is almost used up") })),
  );
});

it("ends an evaluation when its time is up", () => {
  jest.useFakeTimers();
  const watch = new EvaluationWatch(new AbortController().signal);
  watch.start();
  jest.advanceTimersByTime(5000);
  watch.look();
  jest.advanceTimersByTime(10);

  expect(() => watch.look()).toThrow(expect.objectContaining({ code: "D1012" }));
  watch.start();
  watch.look();
  jest.useRealTimers();
});
