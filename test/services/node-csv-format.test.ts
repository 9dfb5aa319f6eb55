import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const format = async (rows: unknown, parameters: Record<string, unknown> = {}) =>
  (await runNode("csv-format", { inputs: { rows }, parameters })).text as string;

it.each<[string, unknown[], object, string]>([
  ["every property there is", [{ a: 1 }, { b: 2, a: 3 }], {}, "a,b\n1,\n3,2\n"],
  ["the columns asked for", [{ a: 1, b: 2 }], { columns: ["b", "c"] }, "b,c\n2,\n"],
  ["no header", [{ a: 1 }], { header: false }, "1\n"],
  [
    "lists",
    [
      [1, 2],
      [3, 4],
    ],
    { columns: ["a", "b"], delimiter: ";" },
    "a;b\n1;2\n3;4\n",
  ],
  ["quotes where they are needed", [{ a: 'x, "y"\nz' }], {}, 'a\n"x, ""y""\nz"\n'],
  [
    "values of all kinds",
    [[null, true, new Date(0), { b: [1] }]],
    {},
    ',true,1970-01-01T00:00:00.000Z,"{""b"":[1]}"\n',
  ],
  ["names with dots", [{ "a.b": 1, a: { b: 2 } }], {}, 'a.b,a\n1,"{""b"":2}"\n'],
  ["nothing inherited", [{ a: 1 }], { columns: ["toString"] }, "toString\n\n"],
  ["nothing", [], {}, ""],
])("writes %s", async (_, rows, parameters, text) => {
  expect(await format(rows, { ...parameters })).toBe(text);
});

it("keeps a spreadsheet from running a value, on request", async () => {
  expect(await format([{ a: "=1+1" }])).toBe("a\n=1+1\n");
  expect(await format([{ a: "=1+1" }], { escapeFormulas: true })).toBe("a\n'=1+1\n");
});

it("is read back as it was", async () => {
  const rows = Array.from({ length: 1200 }, (_, n) => ({ n: String(n), text: `"${n}",\n😀` }));
  expect(await runNode("csv-parse", { inputs: { text: await format(rows) } })).toMatchObject({ rows });
});

it("says which row is none", async () => {
  expect(await rejection(format([{}, 1]))).toMatchObject({ data: { issues: [{ path: "inputs.rows[1]" }] } });
});
