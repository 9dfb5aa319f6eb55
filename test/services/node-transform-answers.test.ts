import { ExpressionPool } from "../../services/node/jsonata/sandboxed/expression-pool.js";
import type {
  ExpressionJob,
  ExpressionOutcome,
} from "../../services/node/jsonata/sandboxed/expression-worker.mjs";
import { SandboxedExpression } from "../../services/node/jsonata/sandboxed/sandboxed-expression.js";
import { rejection } from "./support/rejection.js";

const limits = { timeoutMs: 1000, signal: new AbortController().signal };

/** What comes of an expression whose engine, having been taken over, gives an answer of its own. */
function answered(answer: (job: ExpressionJob) => unknown, data: unknown = {}): Promise<unknown> {
  const pool = new ExpressionPool();
  pool.run = async (job): Promise<ExpressionOutcome> => {
    const given = answer(job);
    return { json: typeof given === "string" ? given : JSON.stringify(given) };
  };
  return new SandboxedExpression("$", pool, limits).evaluate(data);
}

/** An answer of one result, which stands for what JSON does not have. */
const special =
  (...content: unknown[]) =>
  ({ token }: ExpressionJob) => ({ results: [{ [token]: content }] });

it.each<[string, (job: ExpressionJob) => unknown]>([
  ["nothing", () => null],
  ["a text", () => '"results"'],
  ["no results", () => ({ results: [] })],
  ["results that are not a list", () => ({ results: { length: 1, 0: "x" } })],
  ["more results than inputs", () => ({ results: [1, 2] })],
  ["results that it inherits", () => '{"__proto__": {"results": [1]}}'],
  ["what stands for nothing there is", special("given", 1)],
  ["what stands before all there is", special("given", -1)],
  ["what stands under a name", special("given", "length")],
  ["what stands for a part of a number", special("given", 0.5)],
  ["a number that JSON has", special("number", "12")],
  ["a whole number that is not one", special("bigint", "0x10")],
  ["a whole number as a list", special("bigint", [1])],
  ["a kind that nobody knows", special("function", "return process")],
  ["a kind that objects inherit", special("constructor")],
  ["what is not a list", ({ token }) => ({ results: [{ [token]: "given" }] })],
])("takes %s for no result", async (_, answer) => {
  expect(await rejection(answered(answer, { bytes: new Uint8Array(1) }))).toMatchObject({
    code: "EXPRESSION_ERROR",
    message: expect.stringContaining("It answers with what is not"),
  });
});

it("takes what is not JSON for no result", async () => {
  expect(await rejection(answered(() => "{"))).toMatchObject({ code: "EXPRESSION_ERROR" });
});

it("takes of an error what an error has", async () => {
  const error = {
    code: { toString: 1 },
    message: ["x"],
    position: "1",
    token: 5,
    place: 7,
    stack: "at main.js",
  };
  const thrown = await rejection(answered(() => ({ error })));
  expect(thrown).toMatchObject({ code: "EXPRESSION_ERROR", data: { code: undefined, position: undefined } });
  expect(thrown.message).toBe("JSONata expression: it cannot be evaluated");
});

it("repeats of an error as much as a person reads", async () => {
  const long = "x".repeat(100_000);
  const thrown = await rejection(answered(() => ({ error: { message: long, code: long } })));
  expect(thrown.message.length).toBeLessThan(2100);
  expect((thrown.data as { code: string }).code).toHaveLength(2000);
  const refused = await rejection(answered(() => ({ error: { place: long } })));
  expect(refused.message.length).toBeLessThan(2100);
});

it("reads names that objects have as names", async () => {
  const text = '{"results":[{"__proto__":{"polluted":true},"constructor":1,"toString":null}]}';
  const value = (await answered(() => text)) as object;
  expect(Object.keys(value)).toEqual(["__proto__", "constructor", "toString"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect("polluted" in {}).toBe(false);
});

it("ends a thread that does not end by itself", async () => {
  const pool = new ExpressionPool();
  // A time that is not one never comes in the engine, and has come here at once.
  const job = { holds: false, inputs: "[1]", token: "t", timeoutMs: Number.NaN };
  const endless = pool.run(
    { ...job, expression: "($f := function($n) { $f($n + 1) }; $f(1))" },
    limits.signal,
  );
  expect(await rejection(endless)).toMatchObject({ code: "TIMEOUT" });
  expect(pool.size).toBe(0);
});
