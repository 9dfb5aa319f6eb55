import { Container } from "inversify";
import type { RpcCall, RpcProgress } from "../../decorators/index.js";
import { RpcError } from "../../decorators/index.js";
import { Clock } from "../../services/host/clock.js";
import { nodeModule } from "../../services/node/node.module.js";
import { NodeService } from "../../services/node/node.service.js";
import { NodeType } from "../../services/node/node-type.js";
import { rejection } from "./support/rejection.js";

const type = (name: string, execute: NodeType["execute"] = async () => ({})): NodeType => ({
  type: name,
  title: "Fake",
  category: "Test",
  description: "Does what it is told.",
  inputs: [],
  outputs: [],
  execute,
});

/** A node service with one more type, `fake`, that does what it is told. */
function nodesWith(execute?: NodeType["execute"]) {
  let now = 0;
  const container = new Container();
  container.load(nodeModule);
  container.bind(Clock).toConstantValue({ now: () => ++now });
  container.bind(NodeType).toConstantValue(type("fake", execute));
  return container.get(NodeService);
}

/** A node type whose runs go on until they are aborted or let go. */
function heldNode() {
  const letGo = new AbortController();
  const execute: NodeType["execute"] = ({ signal }) =>
    new Promise((resolve, reject) => {
      letGo.signal.addEventListener("abort", () => resolve({}));
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { execute, letGo: () => letGo.abort() };
}

it("passes the inputs of a test node to its outputs", async () => {
  expect(await nodesWith().execute({ nodeId: "test-node", inputs: { value: 42 } })).toEqual({
    nodeId: "test-node",
    success: true,
    outputs: { value: 42 },
    durationMs: expect.any(Number),
  });
});

it("runs a node of a type that was bound, under the node's own id", async () => {
  const nodes = nodesWith(async ({ inputs, parameters }) => ({ ...inputs, ...parameters }));
  const params = { nodeId: "n1", type: "fake", inputs: { a: 1 }, parameters: { b: 2 } };

  expect(await nodes.execute(params)).toMatchObject({ nodeId: "n1", outputs: { a: 1, b: 2 } });
  expect(await nodes.getStatus("n1")).toMatchObject({ status: "succeeded" });
});

it("takes a null type for none, and null inputs and parameters too", async () => {
  const nothing = { type: null, inputs: null, parameters: null } as object;
  expect(await nodesWith().execute({ nodeId: "test-node", ...nothing })).toMatchObject({ success: true });
});

it("does not know a type that nobody bound, and says which there are", async () => {
  const nodes = nodesWith();

  expect(await rejection(nodes.execute({ nodeId: "n1", type: "nonsense" }))).toMatchObject({
    code: "NOT_FOUND",
    data: { type: "nonsense", types: expect.arrayContaining(["test-node", "transform", "fake"]) },
  });
  expect(await nodes.getStatus("n1")).toEqual({ nodeId: "n1", status: "idle" });
});

it.each<[string, unknown, object]>([
  ["a declared error", new RpcError("CONFLICT", "Taken"), { code: "CONFLICT", message: "Taken" }],
  ["any error", new TypeError("No such file"), { code: "NODE_FAILED", message: "No such file" }],
  ["no error at all", undefined, { code: "NODE_FAILED", message: "undefined" }],
])("makes a failure of a node that throws %s", async (_, thrown, error) => {
  const nodes = nodesWith(() => Promise.reject(thrown));

  expect(await nodes.execute({ nodeId: "fake" })).toMatchObject({ success: false, outputs: {}, error });
  expect(await nodes.getStatus("fake")).toMatchObject({ status: "failed" });
});

it("tells of each change of status", async () => {
  const nodes = nodesWith();
  const seen: unknown[] = [];
  nodes.onStatus.subscribe((status) => seen.push(status));
  await nodes.execute({ nodeId: "fake" });

  expect(seen).toEqual([
    { nodeId: "fake", status: "running", startedAt: 1 },
    { nodeId: "fake", status: "succeeded", startedAt: 1, finishedAt: 2 },
  ]);
});

it("stops a node whose signal fires", async () => {
  const { execute } = heldNode();
  const nodes = nodesWith(execute);
  const abort = new AbortController();
  const call = rejection(nodes.execute({ nodeId: "fake" }, abort.signal));
  abort.abort();

  expect(await call).toMatchObject({ code: "CANCELLED" });
  expect(await nodes.getStatus("fake")).toMatchObject({ status: "cancelled" });
});

it("does not begin a node whose signal has fired", async () => {
  let begun = false;
  const nodes = nodesWith(async () => {
    begun = true;
    return {};
  });

  expect(await rejection(nodes.execute({ nodeId: "fake" }, AbortSignal.abort()))).toMatchObject({
    code: "CANCELLED",
  });
  expect(begun).toBe(false);
});

it("has the status of a node's latest run, whatever an older one does", async () => {
  const { execute, letGo } = heldNode();
  const nodes = nodesWith(execute);
  const older = nodes.execute({ nodeId: "n1", type: "fake" });
  await nodes.execute({ nodeId: "n1", type: "transform" });
  letGo();

  expect(await older).toMatchObject({ success: true });
  expect(await nodes.getStatus("n1")).toMatchObject({ status: "failed" });
});

it("forgets the oldest of more than a thousand finished nodes, and no running one", async () => {
  const { execute } = heldNode();
  const nodes = nodesWith(execute);
  const abort = new AbortController();
  const held = rejection(nodes.execute({ nodeId: "held", type: "fake" }, abort.signal));
  for (let n = 0; n <= 1000; n++) await nodes.execute({ nodeId: `n${n}`, type: "test-node" });

  expect(await nodes.getStatus("n0")).toEqual({ nodeId: "n0", status: "idle" });
  expect(await nodes.getStatus("n1")).toMatchObject({ status: "succeeded" });
  expect(await nodes.getStatus("held")).toMatchObject({ status: "running" });
  abort.abort();
  await held;
});

it("makes a failure of parameters that the type does not take, and says which", async () => {
  const { success, error } = await nodesWith().execute({ nodeId: "delay", parameters: { ms: -1, s: 1 } });

  expect(success).toBe(false);
  expect(error).toMatchObject({
    code: "INVALID_PARAMS",
    data: {
      issues: [
        { path: "parameters.s", constraint: "whitelistValidation" },
        { path: "parameters.ms", constraint: "min" },
      ],
    },
  });
});

it("tells the caller how far a node is", async () => {
  const nodes = nodesWith(async ({ progress }) => {
    progress({ done: 1, total: 2 });
    return {};
  });
  const heard: RpcProgress[] = [];
  const call = { progress: (update: RpcProgress) => void heard.push(update) } as RpcCall;
  await nodes.execute({ nodeId: "fake" }, undefined, call);

  expect(heard).toEqual([{ done: 1, total: 2 }]);
});

it("lists and describes the types, in data that can be sent", async () => {
  const nodes = nodesWith();
  const listed = await nodes.list();

  expect(structuredClone(listed)).toEqual(listed);
  expect(listed.map(({ type }) => type)).toEqual([
    "test-node",
    "value",
    "transform",
    "template",
    "filter",
    "csv-parse",
    "csv-format",
    "file-read",
    "file-write",
    "http-request",
    "delay",
    "loop",
    "group",
    "script",
    "fake",
  ]);
  expect(listed).toContainEqual(await nodes.describe("loop"));
  expect(await rejection(nodes.describe("nonsense"))).toMatchObject({ code: "NOT_FOUND" });
});

it("refuses two types of one name", () => {
  const container = new Container();
  container.load(nodeModule);
  container.bind(Clock).toConstantValue({ now: () => 0 });
  container.bind(NodeType).toConstantValue(type("transform"));

  expect(() => container.get(NodeService)).toThrow('Two node types are called "transform"');
});
