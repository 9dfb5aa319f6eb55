import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mutations } from "./lists/index.js";
import { mutate } from "./mutation.js";

const root = join(import.meta.dirname, "..", "..");

test("each mutation fits the code, and names tests that exist", () => {
  for (const mutation of mutations) {
    const { file, name, tests } = mutation;
    expect(() => mutate(readFileSync(join(root, file), "utf8"), mutation)).not.toThrow();
    expect([name, tests.length]).not.toEqual([name, 0]);
    expect([name, tests.filter((test) => !existsSync(join(root, test)))]).toEqual([name, []]);
  }
});

test("no two mutations are the same", () => {
  const faults = mutations.map(({ file, text, replacement }) => `${file}\n${text}\n${replacement}`);
  expect(faults.filter((fault, at) => faults.indexOf(fault) !== at)).toEqual([]);
});

describe("a mutation", () => {
  const mutation = { name: "off by one", file: "a.ts", text: "a < b", replacement: "a <= b", tests: [] };

  it("replaces its text", () => {
    expect(mutate("if (a < b) c();", mutation)).toBe("if (a <= b) c();");
  });

  it.each([
    ["is not there", "if (a > b) c();", mutation, '"off by one" does not fit a.ts any more'],
    ["is there twice", "a < b || a < b", mutation, '"off by one" is ambiguous: a.ts has its text 2 times'],
    ["is what replaces it", "a < b", { ...mutation, replacement: "a < b" }, "changes nothing in a.ts"],
  ])("is refused when its text %s", (_why, source, refused, words) => {
    expect(() => mutate(source, refused)).toThrow(words);
  });
});
