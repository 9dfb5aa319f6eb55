import { availableParallelism } from "node:os";
import { ExpressionPool } from "../../services/node/jsonata/sandboxed/expression-pool.js";
import { sample } from "../support/sized.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { nodesWith, runNode } from "./support/run-node.js";

const never = new AbortController().signal;
const transform = async (expression: string, inputs: Record<string, unknown> = {}, timeoutMs = 60_000) =>
  (await runNode("transform", { inputs, parameters: { expression, timeoutMs } })).value;

it.each(
  sample(
    [
      "($f := function($n) { $f($n + 1) }; $f(1))",
      "/^(a|a)+$/($pad('', 40, 'a') & '!')",
      "$sort([1..100000], function($l, $r) { $l < $r })",
      "[1..1000].[1..1000].[1..1000]",
      "($nest := function($n, $x) { $n = 0 ? $x : $nest($n - 1, [[$x], [$x]]) }; $string($nest(40, 1)))",
    ],
    3,
  ),
)("ends %s when its time is up, and then goes on with others", async (expression) => {
  expect(await rejection(transform(expression, {}, 200))).toMatchObject({
    code: "TIMEOUT",
    message: "The JSONata expression took longer than 200 ms",
  });
  expect(await transform("($x := 1; $x + 1)")).toBe(2);
});

it("ends one whose engine does not ask whether it is to end", async () => {
  const parsing = `${"(".repeat(60)}a${" ?: a)".repeat(60)}`;
  expect(await rejection(transform(parsing, {}, 100))).toMatchObject({ code: "TIMEOUT" });
});

it("says that a value is too large to come in, though it is small as it is held", async () => {
  expect(await rejection(transform("($x := many; 1)", { many: shared(40) }))).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: expect.stringContaining("The data that a JSONata expression is given has more than"),
  });
});

/** Holds itself twice, and so on: 2^40 values to whoever counts them. */
function shared(times: number): unknown {
  let value: unknown = 1;
  for (let n = 0; n < times; n++) value = [value, value];
  return value;
}

it("makes no list that is too long", async () => {
  expect(await rejection(transform("[1..9999999]"))).toMatchObject({ data: { code: "D2015" } });
});

it("refuses data that nests too deep, and a result that does", async () => {
  let deep: unknown = 1;
  for (let n = 0; n < 501; n++) deep = { deep };
  expect(await rejection(transform("($x := deep; 1)", { deep }))).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: "The data that a JSONata expression is given nests more than 500 deep",
  });
  const nest = "($f := function($n, $x) { $n = 0 ? $x : $f($n - 1, {'a': $x}) }; $f(5000, 1))";
  expect(await rejection(transform(nest))).toMatchObject({ code: "EXPRESSION_ERROR" });
  expect(await rejection(transform(nest.replace("5000", "600")))).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
  });
});

it("looks, in a list, after each item's time alone", async () => {
  const predicate = "($f := function($n) { $n = 0 ? 1 : $f($n - 1) }; $f(300) = 1)";
  const parameters = { predicate, timeoutMs: 1000 };
  // Until a list has taken longer than any of its items may.
  for (let [count, took] = [25, 0]; took <= 1000; count *= 2) {
    const items = Array.from({ length: count }, (_, n) => n);
    const started = performance.now();
    expect(await runNode("filter", { inputs: { items }, parameters })).toEqual({ items });
    took = performance.now() - started;
  }
});

describe("the threads", () => {
  it("are as many as there are processors, however many expressions wait, and end without work", async () => {
    const parameters = { type: "transform", parameters: { expression: "($x := item; $x)" }, concurrency: 64 };
    const items = Array.from({ length: 200 }, (_, n) => n);
    const { outcomes, mostThreads } = await runInChild([{ type: "loop", inputs: { items }, parameters }]);

    expect(outcomes).toEqual([{ outputs: { results: items.map((value) => ({ value })), errors: [] } }]);
    expect(mostThreads).toBeLessThanOrEqual(Math.max(2, availableParallelism()));
  });

  it("stop at once when a signal fires, and the rest goes on", async () => {
    const abort = new AbortController();
    const endless = runNode("transform", {
      parameters: { expression: "($f := function($n) { $f($n + 1) }; $f(1))", timeoutMs: 60_000 },
      signal: abort.signal,
    });
    setTimeout(() => abort.abort(new Error("enough")), 50);

    await expect(endless).rejects.toThrow("enough");
    expect(await transform("($x := 1; $x + 1)")).toBe(2);
  });

  it("let others work during a long evaluation", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await rejection(transform("($f := function($n) { $f($n + 1) }; $f(1))", {}, 300));
    clearInterval(timer);

    expect(turns).toBeGreaterThan(0);
  });

  it("end with the container that made them", async () => {
    let pool: ExpressionPool | undefined;
    const run = nodesWith((container) => {
      pool = container.get(ExpressionPool);
    });
    await pool?.warm();
    const parameters = { expression: "($x := 1; $x)" };
    expect(await run("transform", { parameters })).toEqual({ value: 1 });
    await pool?.close();
    expect(await run("transform", { parameters })).toEqual({ value: 1 });
    expect(pool?.size).toBe(0);
  });
});

it("has an engine ready before it is asked for, when it is to", async () => {
  const pool = new ExpressionPool();
  await pool.warm();
  expect(pool.size).toBe(1);
  await pool.warm();
  expect(pool.size).toBe(1);
  const job = { holds: false, inputs: "[1]", token: "t", timeoutMs: 20 };
  await pool.run({ ...job, expression: "($f := function($n) { $f($n + 1) }; $f(1))" }, never);
  expect(pool.size).toBe(1);
  const abort = new AbortController();
  const ended = pool.run({ ...job, timeoutMs: 60_000, expression: "[1..9999].[1..9999]" }, abort.signal);
  abort.abort(new Error("enough"));
  await expect(ended).rejects.toThrow("enough");
  await pool.warm();
  expect(pool.size).toBe(1);
  await pool.close();
  expect(pool.size).toBe(0);
});
