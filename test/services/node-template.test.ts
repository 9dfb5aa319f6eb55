import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const fill = async (template: string, inputs: Record<string, unknown>, format?: string) =>
  (await runNode("template", { inputs, parameters: { template, format } })).text;

const order = { id: 7, customer: { name: "Ada" }, lines: [{ name: "tea" }, { name: "milk" }], note: "" };

it.each([
  ["{{id}}: {{customer.name}}", "7: Ada"],
  ["{{#lines}}{{id}}-{{name}} {{/lines}}", "7-tea 7-milk "],
  ["{{^note}}no note{{/note}}", "no note"],
  ["{{#customer}}{{name}}{{/customer}}", "Ada"],
  ["{{missing}}{{customer.missing.deeper}}", ""],
  ["{{#list}}{{.}},{{/list}} {{list.length}}", "1,2, 2"],
])("fills %s", async (template, text) => {
  expect(await fill(template, { ...order, list: [1, 2] })).toBe(text);
});

it("escapes values in HTML, and only there", async () => {
  const inputs = { name: "<b>&" };
  expect(await fill("{{name}} {{{name}}}", inputs, "html")).toBe("&lt;b&gt;&amp; <b>&");
  expect(await fill("{{name}}", inputs)).toBe("<b>&");
});

it.each([
  "constructor",
  "__proto__",
  "toString",
  "name.constructor",
  "name.constructor.constructor",
  "list.__proto__.constructor",
  "list.push",
  "call",
  "nested.call",
])("sees nothing in {{%s}}, as it is no data", async (path) => {
  let called = false;
  const call = () => {
    called = true;
  };
  const inputs = { name: "Ada", list: [1], call, nested: { call } };

  expect(await fill(`{{${path}}}{{#${path}}}process.exit(1){{/${path}}}`, inputs)).toBe("");
  expect(called).toBe(false);
});

it("has no partials", async () => {
  expect(await fill("a{{> name}}b", { name: "{{id}}" })).toBe("ab");
});

it("says where a template is wrong", async () => {
  const error = await rejection(fill("{{#a}}", {}));
  expect(error).toMatchObject({ code: "TEMPLATE_ERROR" });
  expect(error.message).toContain('Unclosed section "a" at 6');
});

it("ends when sections within sections would not", async () => {
  const list = new Array(1000).fill(0);
  const error = await rejection(fill("{{#list}}{{#list}}{{#list}}x{{/list}}{{/list}}{{/list}}", { list }));
  expect(error.message).toContain("more than 1000000 sections");
});

it.each(["constructor", "__proto__", "toString"])("has no partial %s either", async (name) => {
  expect(await fill(`a{{> ${name}}}b`, {})).toBe("ab");
});

it("calls no function in a list, and does not write it", async () => {
  let called = false;
  const list = [
    () => {
      called = true;
    },
  ];

  expect(await fill("{{#list}}({{.}}{{{.}}}{{#.}}x{{/.}}){{/list}}", { list })).toBe("()");
  expect(called).toBe(false);
});

it.each<[unknown, string]>([
  [{ toString: "x", valueOf: 1 }, "[object Object]"],
  [[{ toString: {} }, [1, null]], "[object Object],1,"],
  [Object.assign([1, 2], { toString: "x", join: "y" }), "1,2"],
  [new Map([["size", 1]]), "[object Map]"],
  [new Date(Number.NaN), "Invalid Date"],
  [/a/g, "/a/g"],
  [new TypeError("no"), "TypeError: no"],
  [{ [Symbol.toPrimitive]: () => "called" }, "[object Object]"],
])("writes %p without asking it how", async (value, text) => {
  expect(await fill("{{value}} {{&value}}", { value })).toBe(`${text} ${text}`);
});

it("writes a list within itself once", async () => {
  const list: unknown[] = [1];
  list.push(list);
  expect(await fill("{{list}}", { list })).toBe("1,");
});

it("sees only the data whatever its tags are", async () => {
  expect(await fill("{{=<% %>=}}<%id%><%constructor.name%><%={{ }}=%>{{id}}", { id: 1 })).toBe("11");
});
