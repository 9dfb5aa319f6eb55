import { having, type NameEntry } from "./name-entry.js";

/** What JSONata notes on its own values, so that data could pass for one of them. */
export const MARKS: readonly string[] = [
  ..."outerWrapper tupleStream sequence keepSingleton cons _jsonata_lambda _jsonata_function".split(" "),
  ..."thunk implementation signature environment input body arguments apply push isParallelCall base".split(
    " ",
  ),
];

/** An administrator who says that he is something else, too. */
const marked = (name: string) => ({ role: "admin", a: 1, "0": { role: "user" }, ...having(name, true) });

/** What expressions may do to data. */
const EXPRESSIONS = [
  "$",
  "x",
  "x.role",
  '$.x.role != "admin"',
  'x[$.role != "admin"]',
  'items[$.role != "admin"]',
  "items^(role)",
  "items.role",
  "items.a",
  "items#$i.{'i': $i, 'role': role}",
  "items@$i.{'role': $i.role}",
  "items{role: $sum(a)}",
  "[x]",
  "[x, x].role",
  "x[0]",
  "x.*.role",
  "**.role",
  "x(1)",
  "x ~> $string",
  "$string(x)",
  "$type(x)",
  "$keys(x)",
  "$count(x)",
  "$exists(x)",
  "$boolean(x)",
  "$not(x)",
  "$spread(x)",
  "$merge([x, {}])",
  "$append(x, items)",
  "$lookup(x, 'role')",
  "$map([x], function($v) { $v.role })",
  "$map([1, 2], x)",
  "$filter(items, function($v) { $v.role = 'admin' })",
  "$each(x, function($v, $k) { $k })",
  "$sift(x, function($v) { $v = true })",
  "$reverse(items)",
  "$distinct(items)",
  "$clone(x)",
  "x ~> |$|{'b': 2}|",
  "x = x",
  "x & ''",
  "($v := x; $v.role)",
  "(function($v) { $v.role })(x)",
];

// JSONata asks what is called for its signature before it asks whether it is a function: an error either way.
const known = ["signature"];

/** Data that says it is something of JSONata's. */
export const markEntries: NameEntry[] = [
  {
    title: "the inputs of an expression",
    names: MARKS,
    known,
    attack: (scene, name) =>
      scene.nodes(
        ...EXPRESSIONS.map((expression): [string, object, object] => [
          "transform",
          { expression },
          { x: marked(name), items: [marked(name), { role: "user", a: 2 }] },
        ]),
        ["transform", { expression: "$" }, marked(name)],
        ["transform", { expression: "$.role" }, marked(name)],
        ["transform", { expression: '$.role != "admin"' }, marked(name)],
      ),
  },
  {
    title: "the items of a filter",
    names: MARKS,
    known,
    attack: (scene, name) =>
      scene.nodes(
        ...['$.role != "admin"', 'role != "admin"', '$$.role != "admin"', "$", "$not($)"].map(
          (predicate): [string, object, object] => [
            "filter",
            { predicate },
            { items: [marked(name), { role: "user" }] },
          ],
        ),
      ),
  },
  {
    title: "JSON that an expression reads",
    names: MARKS,
    known,
    attack: (scene, name) =>
      scene.nodes(
        ...[
          "$eval(body)",
          '$eval(body).role != "admin"',
          "$type($eval(body))",
          "$string($eval(body))",
          "$eval(body)(1)",
        ].flatMap((expression): [string, object, object][] => [
          ["transform", { expression }, { body: JSON.stringify(marked(name)) }],
          [
            "transform",
            { expression },
            { body: JSON.stringify({ ...marked(name), long: "x".repeat(40_000) }) },
          ],
        ]),
      ),
  },
];
