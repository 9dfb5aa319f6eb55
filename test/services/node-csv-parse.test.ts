import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const parse = (text: string, parameters: Record<string, unknown> = {}) =>
  runNode("csv-parse", { inputs: { text }, parameters });

it.each<[string, string, object]>([
  [
    "a header and rows",
    "a,b\n1,2\n3,4\n",
    {
      columns: ["a", "b"],
      rows: [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
    },
  ],
  ["quotes", 'a\r\n"x, ""y""\nz"', { columns: ["a"], rows: [{ a: 'x, "y"\nz' }] }],
  ["a byte order mark and empty lines", "\ufeffa\n\n1\n\n", { columns: ["a"], rows: [{ a: "1" }] }],
  ["a header alone", "a,b\n", { columns: ["a", "b"], rows: [] }],
  ["nothing", "", { columns: [], rows: [] }],
  [
    "names that objects have",
    "__proto__,constructor\n1,2",
    {
      columns: ["__proto__", "constructor"],
      rows: [JSON.parse('{"__proto__":"1","constructor":"2"}')],
    },
  ],
])("reads %s", async (_, text, outputs) => {
  expect(await parse(text)).toEqual(outputs);
});

it("reads lists where there is no header, and other delimiters", async () => {
  expect(await parse("1;2\n3;4", { header: false, delimiter: ";" })).toEqual({
    columns: [],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  });
});

it("makes numbers only of what loses nothing by it", async () => {
  const text = "1,-2.5,1e3,007,+1,9007199254740993,0x1f,1e999,,Infinity";
  const { rows } = await parse(text, { header: false, numbers: true });

  expect(rows).toEqual([[1, -2.5, 1000, "007", "+1", "9007199254740993", "0x1f", "1e999", "", "Infinity"]]);
});

it("trims on request", async () => {
  expect(await parse("a , b\n 1,2 ", { trim: true })).toMatchObject({ rows: [{ a: "1", b: "2" }] });
});

it("says on which line it fails", async () => {
  expect(await rejection(parse("a,b\n1,2\n3"))).toMatchObject({
    code: "CSV_ERROR",
    data: { code: "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH", line: 3 },
  });
  expect(await rejection(parse('a\n"1'))).toMatchObject({ data: { code: "CSV_QUOTE_NOT_CLOSED" } });
  expect(await rejection(parse("a,a\n1,2"))).toMatchObject({ data: { column: "a" } });
});

it("keeps characters whole that lie across chunks", async () => {
  const cell = "é😀".repeat(20_000);
  expect(await parse(`a,b\nx,${cell}`)).toMatchObject({ rows: [{ a: "x", b: cell }] });
});

it("lets others work during a long text, and stops when its signal fires", async () => {
  const abort = new AbortController();
  const text = `a,b\n${"1,2\n".repeat(200_000)}`;
  const run = runNode("csv-parse", { inputs: { text }, signal: abort.signal });
  setImmediate(() => abort.abort(new Error("enough")));

  await expect(run).rejects.toThrow("enough");
});
