import { itInProofs } from "../support/it-in-proofs.js";
import { sample } from "../support/sized.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { runNode } from "./support/run-node.js";

const LIST = 1024 * 1024;
const TEXT = 16 * 1024 * 1024;

const transform = async (expression: string, inputs: Record<string, unknown> = {}) =>
  (await runNode("transform", { inputs, parameters: { expression, timeoutMs: 60_000 } })).value;

it("ends what would fill the memory, and then goes on with others", async () => {
  const filling = ["($f := function($s) { $f($s & $s) }; $f($pad('', 1000000)))", "[1..1000].[[1..1000000]]"];
  const expressions = [...sample(filling, 2), "($x := 1; $x + 1)"];
  const { outcomes } = await runInChild(
    expressions.map((expression) => ({ type: "transform", parameters: { expression, timeoutMs: 60_000 } })),
  );
  const filled = {
    code: "MEMORY_LIMIT",
    message: "The JSONata expression needs more than 128 MiB of memory",
  };
  expect(outcomes).toEqual([...sample(filling, 2).map(() => filled), { outputs: { value: 2 } }]);
});

itInProofs("says that a value is too large to leave, and one too large to come in", async () => {
  expect(await rejection(transform(`[$pad("", ${TEXT}), $pad("", ${TEXT})]`))).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: expect.stringContaining("The JSONata expression gives too much"),
  });
  expect(await rejection(transform("[[1..600000], [1..600000]]"))).toMatchObject({
    data: { maxValues: 1_100_000 },
  });
  expect(await rejection(transform("($x := text; 1)", { text: "x".repeat(TEXT) }))).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: `The data that a JSONata expression is given has more than ${TEXT} characters of JSON`,
  });
});

itInProofs("makes no list that is too long, and has room for large values", async () => {
  expect(await rejection(transform("[1..9999999]"))).toMatchObject({ data: { code: "D2015" } });
  expect(await rejection(transform("$append([1..1000000], [1..1000000])"))).toMatchObject({
    data: { code: "D2015" },
  });
  expect(await transform(`$pad("", ${TEXT})`)).toBe(" ".repeat(TEXT));
  expect(await transform(`$sum([1..${LIST}])`)).toBe((LIST * (LIST + 1)) / 2);
  expect(await transform("$count(given)", { given: new Array(LIST).fill({ a: 1 }) })).toBe(LIST);
});
