import { inProcess } from "./support/expressions.js";

/** What is short, and would hold this process for a long time, or fill its memory. */
describe("is not evaluated to the end in this process", () => {
  const zeros = new Array(20_000).fill(0);
  const names = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, 0]));
  const long = "x".repeat(1_000_000);
  const itself: Record<string, unknown> = {};
  itself.l = new Array(10).fill(itself);

  it.each<[string, string, unknown]>([
    ["lists in lists", `lines${".[$, $]".repeat(30)}`, { lines: [1] }],
    ["a filter that picks twice", new Array(40).fill("$[[0,0]]").join("."), {}],
    ["the root for each member", "$.$$", zeros],
    ["a list of the root for each member", "$.[$$]", zeros],
    ["a condition on the root for each member", "$.($$ ? $$ : $$)", zeros],
    ["a filter by the root", "$[$$]", zeros],
    ["a filter by an object of many names", "a[$$]", { a: zeros, ...names }],
    ["equality with an object of many names", "a[$ = $$.b]", { a: new Array(100).fill({ a: 1 }), b: names }],
    ["text in text in text", `${"[".repeat(28)}'"'${"]&''".repeat(28)}`, {}],
    ["text that doubles", `(${new Array(200).fill("a").join(" & ")})`, { a: long }],
    ["what contains itself", `$count(${new Array(12).fill("l").join(".")})`, itself],
    [
      "lists that nest",
      "b",
      Array.from({ length: 400 }).reduce((inner) => [inner], new Array(9000).fill({ b: 1 })),
    ],
    [
      "long texts that are equal to the end",
      "a[$ = $$.s]",
      { a: new Array(50).fill(`${long}y`), s: `${long}z` },
    ],
    ["long texts in order", "a[$ < $$.s]", { a: new Array(50).fill(`${long}y`), s: `${long}z` }],
    ["long texts in a list", "a[$$.s in $$.a]", { a: new Array(50).fill(`${long}y`), s: `${long}z` }],
    [
      "a text in a text",
      "$contains(a, b)",
      { a: "a".repeat(90_000), b: `${"a".repeat(20_000)}b${"a".repeat(20_000)}` },
    ],
    ["a long text in capitals", "$uppercase(a)", { a: long }],
    ["a join of many", "$join(a, b)", { a: new Array(1000).fill("x"), b: "x".repeat(1000) }],
    ["the length of a text for each member", "a[$length($$.s) > 1]", { a: zeros, s: "x".repeat(1000) }],
    ["the sum of a list for each member", "a[$sum($$.a) > 1]", { a: zeros }],
    ["a long condition for each member", `a[${new Array(140).fill("$").join(" or ")}]`, { a: zeros }],
    ["numbers without end", "$power(2, 2000)", {}],
    ["an object in an object, twice each", `$${'.{"a": $, "b": $}'.repeat(50)}`, {}],
    ["a list in a list, twice each", `$${".[[$, $]]".repeat(50)}`, {}],
    [
      "a long number for each member",
      "l.$number($$.s)",
      { l: zeros.slice(0, 300), s: `${"0".repeat(1000)}1` },
    ],
    [
      "whole numbers of any length",
      "l[$$.a = $$.b]",
      { l: zeros.slice(0, 300), a: 2n ** 100_000n, b: 2n ** 100_000n },
    ],
    ["whole numbers in lists", "$count(a)", { a: 5n }],
    ["objects for each member", "l.{'a': 1, 'b': 2, 'c': 3, 'd': 4}", { l: zeros.slice(0, 5000) }],
    ["an object of an empty list", '{"b": $$, "a": {}}', []],
    ["an object with one key twice", '{"a": 1, "a": 2}', {}],
    ["an object of several members, whose keys would be joined", 'l{"a": b}', { l: [{ b: 1 }, { b: 2 }] }],
    ["a list that begins a path and is none", '[{"a": 1}][0].a', {}],
    ["a text that is taken for a list", '["ab"][0].$', {}],
  ])("%s", (_, text, given) => {
    expect(inProcess(text, given)).toBeUndefined();
  });

  it("what nests too deep for it", () => {
    const deep = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
    expect(inProcess("a = b", { a: deep(50_000), b: deep(50_000) })).toBeUndefined();
  });
});
