import { evaluated, outcomeOf, sandboxed } from "./support/expressions.js";
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

  it("leaves no hole in a list", async () => {
    const list = { list: [1, undefined, 2] };
    for (const evaluate of [sandboxed, evaluated]) {
      expect(Object.keys((await evaluate("list", list)) as unknown[])).toEqual(["0", "1", "2"]);
      expect(await evaluate("$count(list)", list)).toBe(3);
    }
  });

  it("may be very much of it", async () => {
    const dates = Array.from({ length: 60_000 }, (_, n) => new Date(n));
    expect(await sandboxed("$count(dates)", { dates })).toBe(60_000);
  });

  it("is a whole number only if it is not too long to be written", async () => {
    const [short, long] = [-(2n ** 4000n), 2n ** 100_000n];
    expect(await sandboxed("[a, b]", { a: short, b: long })).toEqual([short, long]);
    expect(await sandboxed("[a = c, b = c, b = b]", { a: short, b: long, c: short })).toEqual([
      true,
      false,
      true,
    ]);
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
