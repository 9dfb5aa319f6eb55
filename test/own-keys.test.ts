import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findOpenKeys } from "./support/own-keys/find-open-keys.js";
import { REVIEWED } from "./support/own-keys/reviewed.js";

const root = path.join(import.meta.dirname, "..");

const FILES = ["decorators", "services", "src"].flatMap((room) =>
  readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.m?ts$|\.mjs$/.test(file))
    .map((file) => path.posix.join(room, file.split(path.sep).join("/"))),
);

const FOUND = FILES.flatMap((file) =>
  findOpenKeys(readFileSync(path.join(root, file), "utf8")).map((open) => ({ file, ...open })),
);

const WHAT_TO_DO =
  "ask Object.hasOwn, use a Map or own() of services/values/own.ts, or let somebody review it in test/support/own-keys/reviewed.ts";

it("looks no name up that may come from outside without asking whether it is the object's own", () => {
  const open = FOUND.filter(
    ({ file, code }) => !REVIEWED.some((reviewed) => reviewed.file === file && reviewed.code === code),
  );
  expect(open.map(({ file, line, code }) => `${file}:${line}: ${code}: ${WHAT_TO_DO}`)).toEqual([]);
});

it("has reviewed nothing that is not there any more", () => {
  const gone = REVIEWED.filter(
    (reviewed) => !FOUND.some(({ file, code }) => reviewed.file === file && reviewed.code === code),
  );
  expect(gone).toEqual([]);
});

it("has read the sources", () => {
  expect(FILES).toContain("services/workflow/engine/values.ts");
  expect(FILES).toContain("services/node/script/script-worker.mjs");
  expect(FILES.length).toBeGreaterThan(200);
});

describe("finds", () => {
  it.each<[string, string]>([
    ["outputs.get(from.node)?.[from.port]", "outputs.get(from.node)?.[from.port]"],
    ["inputs[name] === undefined", "inputs[name]"],
    ["values[name] ??= value", "values[name]"],
    ["target[key] = value", "target[key]"],
    ["delete target[key]", "target[key]"],
    ["(type in types)", "type in types"],
    ["const { [name]: value } = given", "[name]"],
    ["Reflect.get(given, name)", "Reflect.get(given, name)"],
    ["Reflect.set(given, name, 1)", "Reflect.set(given, name, 1)"],
    ["Reflect.has(given, name)", "Reflect.has(given, name)"],
    [
      "(given as Record<string, unknown>)[name as string]!",
      "(given as Record<string, unknown>)[name as string]",
    ],
    [`given[\`\${name}\`]`, `given[\`\${name}\`]`],
    ['given["a" + name]', 'given["a" + name]'],
    ["class A extends B { read(name: string) { return super[name]; } }", "super[name]"],
    ["class A { #read(name: string) { return this.all[name]; } }", "this.all[name]"],
    ["const read = (name: string) => given[name]", "given[name]"],
    ["for (const [name] of map.entries()) given[name]", "given[name]"],
    ["map.forEach((value, name) => given[name])", "given[name]"],
    ["for (const name of Object.keys(given)) other[name]", "other[name]"],
    ["for (const name in given) given[name]", "given[name]"],
    ["if (Object.hasOwn(other, name)) given[name]", "given[name]"],
    ["if (Object.hasOwn(given, other)) given[name]", "given[name]"],
    ["given[name]; Object.hasOwn(given, name)", "given[name]"],
    ["names.filter((name) => Object.hasOwn(given, name)); names.map((name) => given[name])", "given[name]"],
    ["const at = 1; { const at = name; given[at]; }", "given[at]"],
    ["const bare = Object.create(other); bare[name]", "bare[name]"],
  ])("%s", (text, code) => {
    expect(findOpenKeys(text)).toEqual([{ line: 1, code }]);
  });

  it("each of several, with its line", () => {
    expect(findOpenKeys("// ä\nconst a = b[c];\n\nfunction f() {\n  return a[b[c]];\n}\n")).toEqual([
      { line: 2, code: "b[c]" },
      { line: 5, code: "a[b[c]]" },
      { line: 5, code: "b[c]" },
    ]);
  });
});

describe("does not mind", () => {
  it.each([
    'given["name"]; given[`name`]; given[0]; given.name; "name" in given',
    "list[list.length - 1]; list[-1]; list[at++]; list[2 * n]; list[Math.floor(x)]; list[+text]",
    "for (let at = 0; at < 9; at++) list[at]; let next = 0; list[next + 1]",
    "for (const [index, one] of list.entries()) other[index]",
    "list.map((one, n) => other[n]); Array.from({ length: 2 }, (_, n) => other[n])",
    "const f = (n: number, at = 0) => [list[n], list[at]]",
    "class A { #next = 0; take() { return this.all[this.#next]; } }",
    "given[Symbol.iterator]; const MARK = Symbol('mark'); given[MARK]; const KEY = Symbol.for('key'); given[KEY]",
    "Object.hasOwn(given, name) ? given[name] : undefined",
    "if (!Object.hasOwn(given, name)) throw 1; const value = (given as Any)[name as string]",
    "Object.prototype.hasOwnProperty.call(given, name) && given[name]",
    "for (const name of Object.keys(given)) given[name]",
    "for (const [name, value] of Object.entries(given)) given[name] = value",
    "for (const key of Reflect.ownKeys(given)) Reflect.get(given, key)",
    "Object.keys(given).filter((name) => given[name]).map((name) => given[name])",
    "const names = Object.keys(given).sort(); names.map((name) => given[name])",
    "const bare = Object.create(null); bare[name] = 1",
    "const made = { [name]: 1 }; map.get(name); type A = B[C]; class D { #e; f(g) { return #e in g; } }",
    "enum Kind { A } class A { [name]() {} }",
  ])("%s", (text) => {
    expect(findOpenKeys(text)).toEqual([]);
  });
});
