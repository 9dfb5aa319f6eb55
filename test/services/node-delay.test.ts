import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

it("passes its inputs on", async () => {
  expect(await runNode("delay", { inputs: { a: 1 }, parameters: { ms: 1 } })).toEqual({ a: 1 });
});

it("stops waiting when its signal fires", async () => {
  const abort = new AbortController();
  const wait = runNode("delay", { parameters: { ms: 86_400_000 }, signal: abort.signal });
  setImmediate(() => abort.abort());

  await expect(wait).rejects.toMatchObject({ name: "AbortError" });
});

it.each([undefined, -1, 1.5, "1", 86_400_001])("does not wait %p ms", async (ms) => {
  expect(await rejection(runNode("delay", { parameters: { ms } }))).toMatchObject({ code: "INVALID_PARAMS" });
});
