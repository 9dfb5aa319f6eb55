import { RpcError } from "../../decorators/index.js";
import { NodeType } from "../../services/node/node-type.js";
import { SubflowRunner } from "../../services/node/subflow-runner.js";
import { asSeen, spoil } from "./support/plain-values.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { nodesWith, runNode } from "./support/run-node.js";

const items = [1, 2, 3, 4, 5];

/** A loop over a node type `fake` that does what it is told. */
function loopOver(execute: NodeType["execute"]) {
  const run = nodesWith((container) =>
    container.bind(NodeType).toConstantValue({
      type: "fake",
      title: "Fake",
      category: "Test",
      description: "Does what it is told.",
      inputs: [],
      outputs: [],
      execute,
    }),
  );
  return (parameters: Record<string, unknown>, rest: Parameters<typeof run>[1] = {}) =>
    run("loop", { inputs: { items }, parameters: { type: "fake", ...parameters }, ...rest });
}

/** Fails for the item 2, and lets the others wait for their signal. */
const failing: NodeType["execute"] = ({ inputs, signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    if (inputs.item === 2) reject(new RpcError("BAD_ITEM", "No twos"));
  });

it("runs a node for each item and keeps their order", async () => {
  const outputs = await runNode("loop", {
    inputs: { items, factor: 10 },
    parameters: { type: "transform", parameters: { expression: "item * factor + index" } },
  });
  expect(outputs).toEqual({ results: [10, 21, 32, 43, 54].map((value) => ({ value })), errors: [] });
});

it("gives the item under the name that the node wants", async () => {
  const parameters = { type: "csv-parse", itemInput: "text", parameters: { header: false } };

  expect(await runNode("loop", { inputs: { items: ["a", "b"] }, parameters })).toMatchObject({
    results: [{ rows: [["a"]] }, { rows: [["b"]] }],
  });
});

it.each(["index", "__proto__", "constructor", "items"])("gives the item under the name %s", async (name) => {
  const seen: unknown[] = [];
  const loop = loopOver(async ({ inputs }) => {
    seen.push(Object.getOwnPropertyDescriptor(inputs, name)?.value);
    return {};
  });
  await loop({ itemInput: name }, { inputs: { items: ["a"] } });

  expect(seen).toEqual(["a"]);
});

it("gives every item's node the same, whatever the others do to it", async () => {
  const seen: string[] = [];
  const loop = loopOver(async ({ inputs, parameters }) => {
    const { item: _item, index: _index, ...shared } = inputs;
    seen.push(asSeen([shared, parameters]));
    spoil(inputs);
    spoil(parameters);
    spoil(mine);
    return {};
  });
  const given = () => ({
    bytes: new Uint8Array([1, 2]),
    rows: [{ at: new Date(0) }],
    map: new Map([["k", {}]]),
  });
  const mine = { items: [...items], ...given() };
  await loop({ parameters: given(), concurrency: 2 }, { inputs: mine });

  expect(new Set(seen).size).toBe(1);
  expect(seen).toHaveLength(items.length);
});

it("runs a workflow for each item", async () => {
  const runner: SubflowRunner = { run: async (workflow, inputs) => ({ workflow, ...inputs }) };
  const run = nodesWith((container) => container.bind(SubflowRunner).toConstantValue(runner));

  expect(await run("loop", { inputs: { items: ["a"] }, parameters: { workflow: "w1" } })).toEqual({
    results: [{ workflow: "w1", item: "a", index: 0 }],
    errors: [],
  });
});

it.each([1, 2, 5, 64])("runs no more than %d at a time", async (concurrency) => {
  let running = 0;
  let most = 0;
  const loop = loopOver(async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    return {};
  });
  await loop({ concurrency });

  expect(most).toBe(Math.min(concurrency, items.length));
});

it("stops at the first failure, when all that had begun has ended", async () => {
  const begun: unknown[] = [];
  let ended = 0;
  const loop = loopOver(async (run) => {
    begun.push(run.inputs.item);
    return failing(run).finally(() => ended++);
  });

  expect(await rejection(loop({ concurrency: 3 }))).toMatchObject({ code: "BAD_ITEM" });
  expect(begun).toEqual([1, 2, 3]);
  expect(ended).toBe(3);
});

it("goes on after failures when told to, and tells them", async () => {
  const loop = loopOver(async ({ inputs }) => {
    if (Number(inputs.item) % 2 === 0) throw new Error(`No ${inputs.item}`);
    return { item: inputs.item };
  });

  expect(await loop({ onError: "continue" })).toEqual({
    results: [{ item: 1 }, null, { item: 3 }, null, { item: 5 }],
    errors: [
      { index: 1, code: "NODE_FAILED", message: "No 2" },
      { index: 3, code: "NODE_FAILED", message: "No 4" },
    ],
  });
});

it("tells failures in the order of the items, whichever came first", async () => {
  let failFirst = () => {};
  const loop = loopOver(({ inputs }) => {
    const { item } = inputs;
    if (item === 1) {
      return new Promise((_, reject) => {
        failFirst = () => reject(new Error("No 1"));
      });
    }
    if (item === 2) throw new Error("No 2");
    failFirst();
    return Promise.resolve({});
  });
  const { errors } = await loop({ onError: "continue", concurrency: 2 });
  expect(errors).toMatchObject([
    { index: 0, message: "No 1" },
    { index: 1, message: "No 2" },
  ]);
});

it("ends with its signal, and leaves nothing running", async () => {
  const abort = new AbortController();
  const heard: unknown[] = [];
  let ended = 0;
  const loop = loopOver(({ signal }) => {
    if (!signal.aborted) setImmediate(() => abort.abort(new Error("enough")));
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    }).finally(() => ended++) as Promise<never>;
  });

  const progress = (update: unknown) => void heard.push(update);
  const stopped = loop({ concurrency: 2, onError: "continue" }, { signal: abort.signal, progress });
  await expect(stopped).rejects.toThrow("enough");
  expect([ended, heard]).toEqual([2, []]);
});

it("lets others work during many quick items, and stops when its signal fires", async () => {
  const abort = new AbortController();
  let done = 0;
  const loop = runNode("loop", {
    inputs: { items: new Array(100_000).fill(0) },
    parameters: { type: "test-node" },
    signal: abort.signal,
    progress: () => void done++,
  });
  setImmediate(() => abort.abort(new Error("enough")));

  await expect(loop).rejects.toThrow("enough");
  expect(done).toBeLessThan(100_000);
});

it("runs many nodes that listen to its signal, with no warning", async () => {
  const loops = ["delay", "script"].map((type) => ({
    type: "loop",
    inputs: { items: new Array(11).fill(0) },
    parameters: { type, parameters: type === "delay" ? { ms: 1 } : { code: "" }, concurrency: 11 },
  }));
  const { outcomes, warnings } = await runInChild(loops);

  expect(outcomes).toMatchObject(loops.map(() => ({ outputs: { errors: [] } })));
  expect(warnings).toEqual([]);
});

it("tells how far it is", async () => {
  const heard: unknown[] = [];
  await loopOver(async () => ({}))({}, { progress: (update) => void heard.push(update) });

  expect(heard).toEqual(items.map((done) => ({ done, total: 5 })));
});

it("does nothing for no items", async () => {
  expect(await runNode("loop", { inputs: { items: [] }, parameters: { type: "value" } })).toEqual({
    results: [],
    errors: [],
  });
});

it.each([{}, { type: "fake", workflow: "w1" }, { type: "fake", concurrency: 0 }, { workflow: 7 }])(
  "refuses %j",
  async (parameters) => {
    expect(await rejection(runNode("loop", { inputs: { items }, parameters }))).toMatchObject({
      code: "INVALID_PARAMS",
    });
  },
);
