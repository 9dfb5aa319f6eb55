import { having, type NameEntry } from "./name-entry.js";

/** A name as JSONata takes any: between backquotes. */
const quoted = (name: string) => `\`${name}\``;

/** Where nodes and the storage read a name: ids, types, parameters, columns, paths, variables. */
export const nodeEntries: NameEntry[] = [
  {
    title: "a storage key",
    attack: (scene, name) =>
      scene.calls(
        ["storage.get", [name]],
        ["storage.set", [name, { under: name }]],
        ["storage.get", [name]],
        ["storage.keys", [name]],
        ["storage.delete", [name]],
        ["storage.get", [name]],
      ),
  },
  {
    title: "a key of a stored value",
    attack: (scene, name) =>
      scene.calls(
        ["storage.set", ["attacked", { deep: having(name, { a: 1 }) }]],
        ["storage.get", ["attacked"]],
        ["storage.delete", ["attacked"]],
      ),
  },
  {
    title: "a node's id",
    attack: (scene, name) =>
      scene.calls(
        ["node.getStatus", [name]],
        ["node.execute", [{ nodeId: name }]],
        ["node.execute", [{ nodeId: name, type: "test-node", inputs: { a: 1 } }]],
        ["node.getStatus", [name]],
      ),
  },
  {
    title: "a node's type",
    attack: (scene, name) =>
      scene.calls(["node.describe", [name]], ["node.execute", [{ nodeId: "a", type: name }]]),
  },
  {
    title: "a parameter of a node",
    attack: (scene, name) =>
      scene.nodes(
        ["value", { value: 1, ...having(name, 1) }],
        ["look", having(name, 1)],
        ["transform", { expression: "1", ...having(name, {}) }],
        ["delay", { ms: 0, ...having(name, 0) }],
        ["loop", { type: "look", parameters: having(name, 1) }, { items: [1] }],
      ),
  },
  {
    title: "an input of a node",
    attack: (scene, name) =>
      scene.nodes(
        ["look", {}, having(name, 1)],
        ["test-node", {}, having(name, 1)],
        ["csv-parse", {}, { text: "a", ...having(name, 1) }],
      ),
  },
  {
    title: "a column of CSV",
    attack: (scene, name) =>
      scene.nodes(
        ["csv-parse", {}, { text: `${name},b\n1,2\n` }],
        ["csv-parse", {}, { text: `${name},${name}\n1,2\n` }],
        ["csv-parse", { header: false }, { text: `${name}\n` }],
        ["csv-format", { columns: [name, "b"] }, { rows: [{ b: 1 }, { b: {} }] }],
        ["csv-format", {}, { rows: [having(name, 1), { b: 2 }] }],
      ),
  },
  {
    title: "a path of a template",
    attack: (scene, name) =>
      scene.nodes(
        ["template", { template: `{{${name}}}|{{{${name}}}}|{{&${name}}}` }, { a: {} }],
        [
          "template",
          { template: `{{#${name}}}seen{{.}}{{/${name}}}{{^${name}}}none{{/${name}}}` },
          { a: {} },
        ],
        [
          "template",
          { template: `{{a.${name}}}|{{#a}}{{${name}}}{{/a}}|{{a.b.${name}}}` },
          { a: { b: [1] } },
        ],
        [
          "template",
          { template: `{{text.${name}}}{{number.${name}}}{{list.${name}}}` },
          { text: "t", number: 1, list: [1] },
        ],
        ["template", { template: `{{>${name}}}{{${name}.${name}}}`, format: "html" }, { a: 1 }],
      ),
    // A list has a length of its own.
    known: ["length"],
  },
  {
    title: "a path of an expression",
    attack: (scene, name) =>
      scene.nodes(
        ["transform", { expression: quoted(name) }, { a: 1 }],
        ["transform", { expression: `a.${quoted(name)}` }, { a: { b: 1 } }],
        ["transform", { expression: `$lookup($, "${name}")` }, { a: 1 }],
        ["transform", { expression: `$lookup([$$, 1, "a"], "${name}")` }, { a: 1 }],
        ["transform", { expression: `**.${quoted(name)}` }, { a: { b: ["t", 1, true] } }],
        ["transform", { expression: `$sum.${quoted(name)}` }],
        ["transform", { expression: `(function() { 1 }).${quoted(name)}` }],
        ["filter", { predicate: `${quoted(name)} != 1` }, { items: [{ a: 1 }] }],
        ["filter", { predicate: `$exists(${quoted(name)})` }, { items: [{ a: 1 }] }],
      ),
  },
  {
    title: "a variable of an expression",
    // A function of JSONata's.
    known: ["length"],
    attack: (scene, name) =>
      scene.nodes(
        ["transform", { expression: `$${name}` }],
        ["transform", { expression: `$exists($${name})` }],
        ["transform", { expression: `$${name}(1)` }],
        ["transform", { expression: `($${name} := 1; $${name})` }],
        ["transform", { expression: `(function($${name}) { $${name} })(2)` }],
      ),
  },
  {
    title: "a key that an expression makes",
    attack: (scene, name) =>
      scene.nodes(
        ["transform", { expression: `$string({"${name}": 1})` }],
        ["transform", { expression: `$keys({"${name}": 1})` }],
        ["transform", { expression: `$string($merge([{"${name}": 1}, {"b": 2}]))` }],
        ["transform", { expression: `$string($spread({"${name}": 1}))` }],
        ["transform", { expression: `$string($sift({"${name}": 1}, function($v) { $v = 1 }))` }],
        ["transform", { expression: `$string($each({"${name}": 1}, function($v, $k) { $k }))` }],
        ["transform", { expression: `$string($eval('{"${name}": {"a": 1}}'))` }],
        [
          "transform",
          { expression: `$string(items{k: $sum(n)})` },
          {
            items: [
              { k: name, n: 1 },
              { k: name, n: 2 },
            ],
          },
        ],
      ),
  },
  {
    title: "the item's input in a loop",
    attack: (scene, name) =>
      scene.nodes(["loop", { type: "look", itemInput: name }, { items: [{ a: 1 }, "text", null] }]),
  },
];
