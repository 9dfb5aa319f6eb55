import { sample } from "../support/sized.js";
import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const run = async (code: string, inputs: Record<string, unknown> = {}, limits: object = {}) =>
  (await runNode("script", { inputs, parameters: { code, ...limits } })).value;

it.each<[string, unknown]>([
  ["return inputs.a + 1", 2],
  ["return await Promise.resolve([inputs.a])", [1]],
  ["return { text: inputs.text, none: null }", { text: "\u2028é😀'`", none: null }],
  ["", undefined],
  ["// a comment", undefined],
  ["JSON.stringify = () => 'x'; return 1", 1],
  ["return new Date(0)", "1970-01-01T00:00:00.000Z"],
])("runs %s", async (code, value) => {
  expect(await run(code, { a: 1, text: "\u2028é😀'`" })).toEqual(value);
});

it("has nothing of this machine", async () => {
  const names = ["process", "require", "module", "fetch", "setTimeout", "WebAssembly", "std", "os", "Worker"];
  expect(await run(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
  expect(await run("return new Function('return typeof process')()")).toBe("undefined");
  expect(await run("return inputs.constructor.constructor('return typeof process')()")).toBe("undefined");
  expect((await rejection(run("await import('node:fs')"))).code).toBe("SCRIPT_ERROR");
});

it.each<[string, object]>([
  ["process.exit(1)", { message: "ReferenceError: 'process' is not defined (line 1)" }],
  ["\n\nnull.x", { data: { name: "TypeError", line: 3 } }],
  ["let a;\nreturn 1 +;", { data: { name: "SyntaxError", line: 2 } }],
  ["throw 42", { message: "42" }],
  ["throw null", { message: "null" }],
  ["throw undefined", { message: "undefined" }],
  ["throw new Error('x'.repeat(100000))", { message: `Error: ${"x".repeat(2000)} (line 1)` }],
  ["throw { toJSON: null, a: 'x'.repeat(100000) }", { message: `{"toJSON":null,"a":"${"x".repeat(1980)}` }],
  ["throw { toJSON() { throw 1 }, toString: () => 'x'.repeat(100000) }", { message: "x".repeat(2000) }],
  ["Object.prototype.toJSON = () => 'x'; throw new Error('y')", { message: "Error: y (line 1)" }],
  ["return 10n", { data: { name: "TypeError" } }],
  ["const f = () => 1 + f(); f()", { message: expect.stringContaining("stack overflow") }],
  ["await new Promise(() => {})", { message: "It waits for a promise that nothing will settle" }],
])("says what went wrong in %j", async (code, error) => {
  expect(await rejection(run(code))).toMatchObject({ code: "SCRIPT_ERROR", ...error });
});

it.each(
  sample(
    [
      "for (;;);",
      "try { for (;;); } finally { for (;;); }",
      "const f = () => Promise.resolve().then(f); await f()",
      "/(a+)+$/.test('a'.repeat(50) + 'b')",
      "const all = []; for (;;) { try { for (;;) all.push(new Array(1000).fill(1)); } catch {} }",
    ],
    3,
  ),
)("ends %s when its time is up", async (code) => {
  expect(await rejection(run(code, {}, { timeoutMs: 200 }))).toMatchObject({
    code: "TIMEOUT",
    message: "The script ran longer than 200 ms",
  });
});

it.each(
  sample(
    [
      "const all = []; for (;;) all.push([all.length])",
      "let all; for (;;) all = [all]",
      "new Uint8Array(1e9)",
      "const all = []; for (;;) all.push(new Uint8Array(100_000))",
      "return new Array(1e8).fill('x')",
    ],
    3,
  ),
)("ends %s when its memory is used up", async (code) => {
  expect(await rejection(run(code, {}, { memoryMiB: 16, timeoutMs: 30_000 }))).toMatchObject({
    code: "MEMORY_LIMIT",
    message: "The script needs more than 16 MiB of memory",
  });
});

it("stops a script whose signal fires", async () => {
  const abort = new AbortController();
  const endless = runNode("script", { parameters: { code: "for (;;);" }, signal: abort.signal });
  setTimeout(() => abort.abort(new Error("enough")), 50);

  await expect(endless).rejects.toThrow("enough");
});

it("lets others work meanwhile", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  await rejection(run("for (;;);", {}, { timeoutMs: 300 }));
  clearInterval(timer);

  expect(turns).toBeGreaterThan(0);
});

it.each<[string, unknown]>([
  ["bytes", new Uint8Array(1)],
  ["a Map", new Map()],
  ["a BigInt", 1n],
  ["a function", () => {}],
])("takes no %s, which JSON does not have", async (_, value) => {
  expect(await rejection(run("return 1", { nested: [{ value }] }))).toMatchObject({
    code: "INVALID_PARAMS",
    message: expect.stringContaining('"value" is a'),
  });
});

it("takes nothing that contains itself", async () => {
  const inputs: Record<string, unknown> = {};
  inputs.self = inputs;
  expect(await rejection(run("return 1", inputs))).toMatchObject({ code: "INVALID_PARAMS" });
});
