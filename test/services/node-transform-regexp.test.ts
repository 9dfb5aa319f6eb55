import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

const transform = async (expression: string, text = "") =>
  (await runNode("transform", { inputs: { text }, parameters: { expression } })).value;

it.each(["/^(a|a)+$/", "/^(a+)+$/", "/(a*)*b/", "/^(a|aa)+$/", "/(.*)(.*)(.*)(.*)(.*)b/"])(
  "searches by %s in a time that grows with the text alone",
  async (pattern) => {
    expect(await transform(`$contains(text, ${pattern})`, `${"a".repeat(10_000)}!`)).toBe(false);
  },
);

it.each<[string, string, unknown]>([
  ["$contains(text, /A/)", "abc", false],
  ["$contains(text, /A/i)", "abc", true],
  ["$contains(text, /^b$/)", "a\nb", false],
  ["$contains(text, /^b$/m)", "a\nb", true],
  ["$match(text, /b(c)?(d)?/).[match, index, groups]", "abc", ["bc", 1, "c", null]],
  ["$match(text, /(?<year>\\d+)-(\\d+)/).groups", "in 2020-01", ["2020", "01"]],
  ["$match(text, /[a-z]/).match", "a1b", ["a", "b"]],
  ["$replace(text, /(\\w+) (\\w+)/, '$2 $1')", "a b", "b a"],
  ["$replace(text, /[a-z]/, function($m) { $uppercase($m.match) })", "a1b", "A1B"],
  ["$replace(text, /a/, 'x', 1)", "aa", "xa"],
  ["$split(text, /[,;]\\s*/)", "a,b;  c", ["a", "b", "c"]],
  ["$split(text, /\\s+/)", "a\u00a0b\u2003c", ["a", "b", "c"]],
  ["$contains(text, /^[\\s\\S]$/)", "\u00a0", true],
  ["$contains(text, /\\S/)", "\u00a0", false],
  ["$contains(text, /\\u00e9\\/\\//)", "é//", true],
  ["$match(text, /(.)x/).index", "😀x", 0],
  ["/a/(text).start", "bca", 2],
])("evaluates %s", async (expression, text, value) => {
  expect(JSON.stringify(await transform(expression, text))).toBe(JSON.stringify(value));
});

it.each(["/(a)\\1/", "/a(?=b)/", "/a(?!b)/", "/(?<=a)b/", "/(?<!a)b/"])(
  "says that it does not know %s, which may never end",
  async (pattern) => {
    expect(await rejection(transform(`$contains(text, ${pattern})`, "ab"))).toMatchObject({
      code: "EXPRESSION_ERROR",
      message: `JSONata expression: ${pattern}g is not supported, for it may never end: no backreferences, no lookaround`,
    });
  },
);

it("refuses a pattern that is too long, and one that is too much for a text", async () => {
  expect((await rejection(transform(`/${"a".repeat(1001)}/(text)`))).message).toContain("at most 1000");
  const search = transform("/([ab]|[bc]){1,200}d/(text)", "a".repeat(1_000_000));
  expect((await rejection(search)).message).toContain("is too much for a text of 1000000 characters");
});
