import fc from "fast-check";
import { isPlain } from "../../services/node/jsonata/plain/closed-list.js";
import { sized } from "../support/sized.js";
import { inProcess, outcomeOf, sandboxed } from "./support/expressions.js";
import { runNode } from "./support/run-node.js";

describe("in this process", () => {
  const order = {
    lines: [
      { price: 3, count: 2, tags: ["a"] },
      { price: 5, count: 1 },
    ],
    by: { name: "Ada" },
  };

  it.each<[string, unknown]>([
    ["lines.price", [3, 5]],
    ["lines[price > 4].count", 1],
    ["$sum(lines.(price * count))", 11],
    ["by.name & ', ' & $string($count(lines))", "Ada, 2"],
    ["{'total': $sum(lines.price), 'first': lines[0]}", { total: 8, first: order.lines[0] }],
    ["lines.price ? [lines.count, 'x'] : $$.by", [2, 1, "x"]],
    ["'a' in lines.tags and $count(lines) = 2", true],
  ])("is evaluated what only reads, and little: %s", async (text, value) => {
    expect(await inProcess(text, order)).toEqual({ value });
  });

  // biome-ignore format: as many as go in a line.
  it.each([
    "$map(lines, $string)", "function($x) { $x }", "$x", "$sum", "lines ~> $count", "$ ~> |lines|{'a': 1}|",
    "$eval('1')", "/a/", "$contains('a', /a/)", "[1..3]", "lines^(price)", "lines{by: $}", "*", "**",
    "lines@$l.price", "lines#$i.price", "$pad('a', 9)", "$join(lines.tags, 1)", "($a := 1; $a)", "a ?: b",
    "a ?? b", "$now()", "$random()", "$string(by, true)", "{by.name: 1}", "{'_jsonata_lambda': 1}",
    "(lines){'a': $}", "$keys", "$spread(by)", "$string(by)", "by & ''", "$merge(lines)", "$distinct(lines)",
    "$replace('a', 'a', 'b')", "$each(by, $string)", "$sum()", "$count(by, by)", "$round(1.5, 1)", "$join()",
    "$missing(1)", "$sum(by)", "1 / 0", "lines < 1", "by + 1", "'a' < 1", "-by", "$sqrt(-1)", "$number('x')",
  ])("is not evaluated %s", (text) => {
    expect(inProcess(text, order)).toBeUndefined();
  });

  it("is not evaluated what is not an expression", () => {
    expect(() => inProcess("%.a", order)).toThrow(expect.objectContaining({ code: "S0217" }));
  });

  const one = { type: "number", value: 1, position: 1 };

  it.each<[string, object]>([
    ["an operator", { type: "binary", value: "..", lhs: one, rhs: one }],
    ["a kind", { type: "transform", pattern: one, update: one }],
    ["a kind that objects have", { type: "constructor", value: 1 }],
    ["a member", { type: "name", value: "a", focus: "x" }],
    [
      "a member of a call",
      {
        type: "function",
        value: "(",
        procedure: { type: "variable", value: "sum" },
        arguments: [one],
        nextFunction: "map",
      },
    ],
    [
      "a member of what is called",
      { type: "function", procedure: { type: "variable", value: "sum", predicate: [] }, arguments: [one] },
    ],
    ["what is called", { type: "function", procedure: { type: "path", steps: [one] }, arguments: [one] }],
    [
      "a function that objects have",
      { type: "function", procedure: { type: "variable", value: "constructor" }, arguments: [one] },
    ],
    ["a stage", { type: "name", value: "a", stages: [{ type: "index", value: "i", expr: one }] }],
    [
      "a member of a stage",
      { type: "name", value: "a", predicate: [{ type: "filter", expr: one, slot: 1 }] },
    ],
    ["a filter", { type: "name", value: "a", stages: [{ type: "filter", expr: { type: "lambda" } }] }],
    ["a sign", { type: "unary", value: "!", expression: one }],
    ["no node", { type: "block", expressions: [undefined] }],
  ])("is not evaluated what has %s that is not on the list", (_, tree) => {
    expect(isPlain({ type: "block", position: 1, expressions: [one] })).toBe(true);
    expect(isPlain({ type: "block", position: 1, expressions: [one, tree] })).toBe(false);
  });

  it("is not evaluated what looks at much", async () => {
    const many = { a: Array.from({ length: 1000 }, (_, n) => ({ n })) };
    expect(await inProcess("$count(a)", many)).toEqual({ value: 1000 });
    expect(await inProcess("$sum(a.n)", many)).toEqual({ value: 499_500 });
    expect(await inProcess("a.($$.a.n)", many)).toBeUndefined();
    expect(await inProcess("$sum(a)", { a: new Array(100_001).fill(1) })).toBeUndefined();
  });
});

it("says of one member what it says of it alone", async () => {
  const given = { none: [undefined], one: [0], list: [undefined, 1] };
  for (const text of ["$type($boolean(none))", "$boolean(one)", "$boolean(list)", "$not(none)"]) {
    expect(inProcess(text, given)).toEqual({ value: await sandboxed(text, given) });
  }
});

it("calls nothing of what it is given", async () => {
  const callable = ["then", "toString", "valueOf", "toJSON"].map((name) => [name, () => "called"]);
  const given = { p: Object.fromEntries(callable) };
  expect(inProcess("p", given)).toEqual({ value: given.p });
  expect(await runNode("transform", { inputs: given, parameters: { expression: "p" } })).toEqual({
    value: given.p,
  });
  expect(inProcess("p = p and p.then != 'called'", given)).toEqual({ value: true });
  expect(inProcess("p & ''", given)).toBeUndefined();
});

const KEYS = ["a", "b", "c"];
const key = fc.constantFrom(...KEYS);
const text = fc.constantFrom("", "x", "10", "é😀", "a b");

const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, -1.5, 3, 1e21),
    text,
    fc.array(tie("data"), { maxLength: 3 }),
    fc.dictionary(key, tie("data"), { maxKeys: 3 }),
  ),
}));

const OPERATORS = ["+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"];
const ONE = ["sum", "count", "max", "min", "average", "string", "number", "boolean", "not", "exists", "type"];
const MORE = [
  "length",
  "uppercase",
  "lowercase",
  "trim",
  "abs",
  "floor",
  "ceil",
  "sqrt",
  "reverse",
  "keys",
  "round",
];
const TWO = ["append", "contains", "substringBefore", "substringAfter", "lookup", "substring", "power"];

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    key,
    fc.constantFrom("$", "$$", "1", "-2.5", "'x'", "''", "true", "null", "[]", "$$.a", "$.b"),
    fc.tuple(tie("expression"), key).map(([of, name]) => `(${of}).${name}`),
    fc.tuple(tie("expression"), tie("expression")).map(([of, step]) => `(${of}).(${step})`),
    fc.tuple(tie("expression"), tie("expression")).map(([of, filter]) => `(${of})[${filter}]`),
    fc.tuple(key, key, tie("expression")).map(([of, name, filter]) => `${of}.${name}[${filter}]`),
    fc
      .tuple(tie("expression"), fc.constantFrom(...OPERATORS), tie("expression"))
      .map((parts) => `(${parts.join(" ")})`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.array(tie("expression"), { maxLength: 3 }).map((members) => `[${members.join()}]`),
    fc
      .array(tie("expression"), { maxLength: 2 })
      .map((values) => `{${values.map((one, at) => `"k${at}": ${one}`)}}`),
    fc.tuple(fc.constantFrom(...ONE, ...MORE), tie("expression")).map(([name, one]) => `$${name}(${one})`),
    fc
      .tuple(fc.constantFrom(...TWO), tie("expression"), tie("expression"))
      .map(([name, a, b]) => `$${name}(${a}, ${b})`),
    fc.tuple(tie("expression")).map(([one]) => `-(${one})`),
  ),
}));

it("agrees with itself: what is evaluated in this process gives the same as elsewhere", async () => {
  let here = 0;
  const differing: unknown[] = [];
  const runs = fc.sample(fc.tuple(expression, data), {
    numRuns: sized({ small: 150, ci: 600, full: 6_000 }),
  });
  for (const [text, given] of runs) {
    const own = await outcomeOf(async () => {
      const found = await inProcess(text, given);
      if (found === undefined) throw { code: "ELSEWHERE" };
      return found.value;
    });
    if ((own as { code?: string }).code === "ELSEWHERE") continue;
    here++;
    const other = await outcomeOf(() => sandboxed(text, given));
    try {
      expect(own).toEqual(other);
    } catch {
      differing.push({ text, given, own, other });
    }
  }
  expect(differing).toEqual([]);
  expect(here).toBeGreaterThan(runs.length / 2);
});
