import fc from "fast-check";
import { evaluated, inProcess, outcomeOf, sandboxed } from "./support/expressions.js";
import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const transform = async (expression: string, inputs: Record<string, unknown> = {}) =>
  (await runNode("transform", { inputs, parameters: { expression } })).value;

describe("what one evaluation does", () => {
  it.each([
    ["{} ~> |$sum|{'implementation': 1}|", "$sum([5, 6])", 11],
    ["{} ~> |$map|{'signature': null, 'implementation': null}|", "$map([1, 2], $string)", ["1", "2"]],
    [
      "($f := $trim ~> $uppercase; {} ~> |$f|{'body': {'type': 'string', 'value': 'forged'}}|)",
      "'a' ~> $uppercase",
      "A",
    ],
    ["($string := 1; $sum := 2)", "$string($sum([1, 2]))", "3"],
  ])("is not there for the next: %s", async (hostile, honest, value) => {
    await outcomeOf(() => sandboxed(hostile, {}));
    expect(await sandboxed(honest, {})).toEqual(value);
  });

  it("is there in itself, or the test above would show nothing", async () => {
    const changed = "({} ~> |$sum|{'implementation': 1}|; $sum([5, 6]))";
    expect(await rejection(sandboxed(changed, {}))).toMatchObject({ code: "EXPRESSION_ERROR" });
  });

  it("leaves what it was given as it is", async () => {
    const inputs = { list: [{ a: 1 }], root: { b: 2 } };
    await outcomeOf(() => sandboxed("$ ~> |list|{'a': 9}|; $ ~> |$$.root|{'b': 9}|", inputs));
    await outcomeOf(() => sandboxed("({} ~> |$$.root|{'b': 9}|; {} ~> |$$.list|{'a': 9}|)", inputs));
    expect(inputs).toEqual({ list: [{ a: 1 }], root: { b: 2 } });
  });
});

describe("data that is named as the library names its own", () => {
  const names = [
    "outerWrapper",
    "tupleStream",
    "_jsonata_lambda",
    "_jsonata_function",
    "sequence",
    "cons",
    "then",
  ];

  it.each(names)("is data: %s", async (name) => {
    const data = { [name]: true, 0: { role: "guest" }, "@": { role: "guest" }, role: "admin" };
    for (const evaluate of [sandboxed, evaluated]) {
      expect(await evaluate("$.role != 'admin'", data)).toBe(false);
      expect(await evaluate("$", data)).toEqual(data);
      expect(await evaluate("[$].role", [data])).toEqual("admin");
      expect(await evaluate("$count($keys($))", data)).toBe(4);
      expect(await evaluate(`$.${name}`, data)).toBe(true);
      expect(await evaluate("$type($)", data)).toBe("object");
    }
  });

  it("cannot be let through by a filter", async () => {
    const items = names.map((name) => ({ [name]: true, 0: { role: "guest" }, role: "admin" }));
    const parameters = { predicate: "$.role != 'admin'" };
    expect(await runNode("filter", { inputs: { items }, parameters })).toEqual({ items: [] });
  });

  it("may have any name that objects have, and is found by it only when it is there", async () => {
    for (const name of [...Object.getOwnPropertyNames(Object.prototype), "prototype"]) {
      const path = `\`${name}\``;
      for (const evaluate of [sandboxed, evaluated]) {
        expect(await evaluate(`$.${path}`, {})).toBeUndefined();
        expect(await evaluate(`$.${path}`, JSON.parse(`{"${name}": "own"}`))).toBe("own");
        // As text, because of the names that make a difference to whoever compares objects.
        const made = await evaluate(`{"${name}": {"a": 1}}`, {});
        expect(JSON.stringify(made)).toBe(`{"${name}":{"a":1}}`);
        expect(await evaluate(`$lookup($, "${name}")`, {})).toBeUndefined();
      }
    }
    const updated = await sandboxed("{'k': 1} ~> |$|{'__proto__': {'a': 1}}|", {});
    expect(JSON.stringify(updated)).toBe('{"k":1,"__proto__":{"a":1}}');
    expect(Object.hasOwn(Object.prototype, "own")).toBe(false);
  });
});

it.each([
  ["$string", "value: function"],
  ["{'a': [function($x) { $x }]}", "value.a[0]: function"],
  ["/a/", "value: function"],
  ["$sum(?)", "value: function"],
  ["|$|{}|", "value: function"],
])("gives no function: %s", async (expression, path) => {
  expect(await rejection(transform(expression))).toMatchObject({
    code: "NOT_SERIALIZABLE",
    message: `A JSONata expression cannot give ${path}`,
    data: { path },
  });
});

describe("what JSON does not have", () => {
  const bytes = new Uint8Array([1, 2]);
  const map = new Map([["a", 1]]);
  const inputs = {
    bytes,
    map,
    when: new Date(0),
    big: 2n ** 70n,
    nan: Number.NaN,
    minus: -0,
    list: [undefined, 1],
  };

  it("is handed on as it is", async () => {
    for (const evaluate of [sandboxed, evaluated]) {
      expect(await evaluate("bytes", inputs)).toBe(bytes);
      expect(await evaluate("[map, when]", inputs)).toEqual([map, inputs.when]);
      expect(await evaluate("[big, nan, minus]", inputs)).toEqual([inputs.big, Number.NaN, -0]);
      expect(await evaluate("$string(when)", inputs)).toBe('"1970-01-01T00:00:00.000Z"');
      expect(await evaluate("$count(list)", inputs)).toBe(2);
    }
  });

  it("is equal to itself, and to nothing else", async () => {
    const data = {
      a: bytes,
      b: new Uint8Array([1, 2]),
      c: bytes,
      d: new Date(5),
      e: new Date(5),
      f: new Date(6),
    };
    for (const evaluate of [sandboxed, evaluated]) {
      expect(await evaluate("[a = b, a = c, d = e, d = f, a = d, a = {}]", data)).toEqual([
        false,
        true,
        true,
        false,
        false,
        false,
      ]);
    }
    expect(await sandboxed("$count($distinct([a, b, c, d, e, f]))", data)).toBe(4);
  });

  it("has no text", async () => {
    for (const evaluate of [sandboxed, evaluated]) {
      expect(await rejection(evaluate("$string(map)", inputs))).toMatchObject({
        code: "EXPRESSION_ERROR",
        message: expect.stringContaining("has no form in JSON"),
      });
    }
  });
});

it("sees what contains itself as far as JSON goes, and hands it on whole", async () => {
  const inputs: Record<string, unknown> = { a: 1 };
  inputs.self = inputs;
  expect(await transform("$", inputs)).toBe(inputs);
  expect(await transform("self.self.a", inputs)).toBe(1);
  expect(await transform("($x := self; $x)", inputs)).toBe(inputs);
});

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

  it.each([
    ...[
      "$map(lines, $string)",
      "function($x) { $x }",
      "$x",
      "$sum",
      "lines ~> $count",
      "$ ~> |lines|{'a': 1}|",
    ],
    ...[
      "$eval('1')",
      "/a/",
      "$contains('a', /a/)",
      "[1..3]",
      "lines^(price)",
      "lines{by: $}",
      "*",
      "**",
      "%.a",
    ],
    ...[
      "lines@$l.price",
      "lines#$i.price",
      "$pad('a', 9)",
      "$join(lines.tags, by.name)",
      "($a := 1; $a)",
      "a ?: b",
    ],
    ...[
      "a ?? b",
      "$now()",
      "$random()",
      "$string(by, true)",
      "{by.name: 1}",
      "{'__proto__': 1}",
      "{'outerWrapper': 1}",
    ],
    ...[
      "$keys",
      "$spread(by)",
      "$merge(lines)",
      "$distinct(lines)",
      "$replace('a', 'a', 'b')",
      "$each(by, $string)",
    ],
  ])("is not evaluated %s", async (text) => {
    expect(await outcomeOf(() => inProcess(text, order))).toMatchObject(
      text === "%.a" ? { code: "S0217" } : { value: undefined },
    );
  });

  it("is not evaluated what multiplies sizes, nor what is given much", async () => {
    const copies = `lines${".[$, $]".repeat(30)}`;
    expect(await inProcess(copies, order)).toBeUndefined();
    const many = { a: Array.from({ length: 200 }, (_, n) => ({ n })) };
    expect(await inProcess("$count(a)", many)).toEqual({ value: 200 });
    expect(await inProcess("a.($$.a.n)", many)).toBeUndefined();
    expect(await inProcess("$count(a)", { a: new Array(100_000).fill(1) })).toBeUndefined();
  });
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
  const runs = fc.sample(fc.tuple(expression, data), { numRuns: 600 });
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
