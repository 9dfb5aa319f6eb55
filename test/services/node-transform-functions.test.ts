import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import jsonata from "jsonata";
import { evaluated, outcomeOf, sandboxed } from "./support/expressions.js";
import { corpus, corpusData } from "./support/jsonata-corpus.js";
import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const transform = async (expression: string, inputs: Record<string, unknown> = {}) =>
  (await runNode("transform", { inputs, parameters: { expression, timeoutMs: 60_000 } })).value;

/** What has a form in JSON, so that the library's notes on its lists do not count. */
const asJson = (outcome: unknown): string => JSON.stringify(outcome);

const byLibrary = (expression: string, data: unknown) =>
  outcomeOf(async () => {
    const value: unknown = await jsonata(expression).evaluate(data);
    if (holdsFunction(value)) throw { code: "NOT_SERIALIZABLE" };
    return value;
  });

function holdsFunction(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "function";
  const { _jsonata_lambda: lambda, _jsonata_function: builtIn } = value as Record<string, unknown>;
  return lambda === true || builtIn === true || Object.values(value).some(holdsFunction);
}

it("evaluates every operator and function as the library does in a process of its own", async () => {
  const differing: unknown[] = [];
  for (const expression of corpus) {
    const expected = await byLibrary(expression, corpusData);
    const found = await outcomeOf(() => sandboxed(expression, corpusData));
    if (asJson(found) !== asJson(expected)) differing.push({ expression, expected, found });
  }
  expect(differing).toEqual([]);
});

it("evaluates the same, in whichever of the two ways", async () => {
  const differing: unknown[] = [];
  for (const expression of corpus) {
    const found = await outcomeOf(() => evaluated(expression, corpusData));
    const expected = await outcomeOf(() => sandboxed(expression, corpusData));
    if (asJson(found) !== asJson(expected)) differing.push({ expression, expected, found });
  }
  expect(differing).toEqual([]);
});

interface SuiteCase {
  expr?: string;
  "expr-file"?: string;
  data?: unknown;
  dataset?: string | null;
  bindings?: Record<string, unknown>;
  /** Cases of what takes long or much on purpose. */
  timelimit?: number;
}

/** The folder `test/test-suite` of a checkout of JSONata's repository: github.com/jsonata-js/jsonata. */
const suite = process.env.JSONATA_SUITE;
const inSuite = suite === undefined ? it.skip : it;

inSuite(
  "gives the same for JSONata's own suite as the library itself",
  async () => {
    const differing: unknown[] = [];
    let count = 0;
    for (const { group, ...testCase } of casesOf(suite as string)) {
      const bindings = Object.entries(testCase.bindings ?? {});
      if (bindings.length > 0 || testCase.timelimit !== undefined) continue;
      const text = testCase.expr ?? readFileSync(join(group, testCase["expr-file"] as string), "utf8");
      count++;
      const expected = await byLibrary(text, testCase.data);
      for (const evaluate of [sandboxed, evaluated]) {
        const found = await outcomeOf(() => evaluate(text, testCase.data));
        if (asJson(found) !== asJson(expected)) differing.push({ group, text, expected, found });
      }
    }
    console.log(`${count} cases of JSONata's suite`);
    expect(differing.map((one) => JSON.stringify(one).slice(0, 1000))).toEqual([]);
  },
  600_000,
);

function* casesOf(folder: string): Generator<SuiteCase & { group: string }> {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  for (const name of readdirSync(join(folder, "groups"))) {
    const group = join(folder, "groups", name);
    for (const file of readdirSync(group).filter((one) => one.endsWith(".json"))) {
      for (const testCase of [read(join(group, file))].flat() as SuiteCase[]) {
        const { dataset } = testCase;
        const data = dataset ? read(join(folder, "datasets", `${dataset}.json`)) : testCase.data;
        yield { ...testCase, data, group };
      }
    }
  }
}

it("keeps the order of equals when it sorts", async () => {
  const sorted = await transform("$sort([1..1000], function($l, $r) { $l % 10 > $r % 10 })");
  const expected = Array.from({ length: 1000 }, (_, n) => n + 1).sort((a, b) => (a % 10) - (b % 10));
  expect(sorted).toEqual(expected);
});

it.each<[string, number, (n: number) => unknown]>([
  ["$sort(many)", 100_000, (n) => n],
  ["$distinct(many)", 100_000, (n) => n],
  ["$distinct(many)", 30_000, (n) => ({ n })],
  ["$spread(many)", 30_000, (n) => ({ n })],
])("gives a long list whole for %s", async (expression, count, member) => {
  const many = Array.from({ length: count }, (_, n) => member(n));
  expect(await transform(`$count(${expression})`, { many })).toBe(count);
});

it("reads long JSON as what it is", async () => {
  const many = Array.from({ length: 30_000 }, (_, n) => ({ n }));
  expect(await transform("$eval(json)", { json: JSON.stringify(many) })).toEqual(many);
});

it("has other random numbers each time", async () => {
  const drawn = await Promise.all(Array.from({ length: 8 }, () => transform("[$random(), $random()]")));
  const numbers = drawn.flat() as number[];
  expect(new Set(numbers).size).toBe(16);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
});

it.each(["1 +", "($x := 1 +", `${"1 + ".repeat(400)}`])("says where %s is wrong", async (expression) => {
  const error = await rejection(transform(expression));
  expect(error).toMatchObject({ code: "EXPRESSION_ERROR", data: { code: expect.stringMatching(/^S02/) } });
  expect(error.message).toContain(`at position ${expression.length}`);
});
