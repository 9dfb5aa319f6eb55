import { jest } from "@jest/globals";
import { RpcError } from "../../decorators/index.js";
import { spoil } from "../services/support/plain-values.js";
import { held } from "./support/held.js";
import { draft, endOf, eventsOf, ofType } from "./support/workflows.js";
import { workflowsWith } from "./support/workflows-with.js";

afterEach(() => {
  jest.useRealTimers();
});

it("ends with the first failure, which it names, and stops the nodes that run", async () => {
  const other = held();
  const workflows = workflowsWith({
    held: other.run,
    bad: () => Promise.reject(new RpcError("OUT_OF_INK", "no more")),
    never: () => ({}),
  });
  const events = await eventsOf(
    workflows.run(draft({ a: "held", b: "bad", c: "never" }, ["b.value", "c.value"])),
  );

  expect(endOf(events)).toMatchObject({
    status: "failed",
    error: { code: "OUT_OF_INK", message: "no more", nodeId: "b" },
  });
  expect(ofType(events, "node-finished").map(({ nodeId, status }) => [nodeId, status])).toEqual([
    ["b", "failed"],
    ["a", "cancelled"],
  ]);
  expect(other.seen).toMatchObject({ running: 0, aborted: 1 });
});

it("tells what the failed node said beyond its message, unless that is large", async () => {
  const workflows = workflowsWith({
    bad: ({ inputs }) => Promise.reject(new RpcError("INVALID_PARAMS", "no", { data: inputs.data })),
  });
  const errorWith = async (data: unknown) =>
    endOf(await eventsOf(workflows.run(draft({ a: "bad" }), { data }))).error;
  const issues = [{ path: "inputs.x", constraint: "isDefined", message: "is missing" }];

  expect(await errorWith({ issues })).toEqual({
    code: "INVALID_PARAMS",
    message: "no",
    nodeId: "a",
    data: { issues },
  });
  expect(await errorWith("x".repeat(65 * 1024))).not.toHaveProperty("data");
});

it("leaves out of a failure what cannot be kept", async () => {
  const workflows = workflowsWith({
    bad: () => Promise.reject(new RpcError("BAD", "no", { data: { retry: () => {} } })),
  });
  expect(endOf(await eventsOf(workflows.run(draft({ a: "bad" })))).error).toEqual({
    code: "BAD",
    message: "no",
    nodeId: "a",
  });
});

it("goes on after the failure of a node that allows it, with the error on a port", async () => {
  const workflows = workflowsWith({
    bad: () => Promise.reject(new TypeError("a slip")),
    see: ({ inputs }) => inputs,
  });
  const workflow = draft({ a: { type: "bad", continueOnError: true }, b: "see" }, ["a.error", "b.why"]);
  const events = await eventsOf(workflows.run(workflow));

  expect(endOf(events)).toMatchObject({
    status: "succeeded",
    outputs: { b: { why: { code: "NODE_FAILED", message: "a slip" } } },
  });
  expect(ofType(events, "node-finished")[0]).toMatchObject({
    status: "failed",
    error: { message: "a slip" },
  });
});

it("tries again as often as it may, waiting twice as long each time", async () => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask", "performance"] });
  const tries: number[] = [];
  const workflows = workflowsWith({
    flaky: () => {
      tries.push(Date.now());
      if (tries.length < 4) throw new Error(`try ${tries.length}`);
      return { value: "there" };
    },
  });
  const workflow = draft({ a: { type: "flaky", retry: { attempts: 5, backoffMs: 100 } } });
  const run = eventsOf(workflows.run(workflow));
  let ended = false;
  void run.finally(() => {
    ended = true;
  });
  // Only to a timer that is set: what happens between two tries takes real turns of the event loop.
  while (!ended) {
    if (jest.getTimerCount() > 0) await jest.advanceTimersToNextTimerAsync();
    await new Promise(setImmediate);
  }
  const events = await run;

  expect(endOf(events)).toMatchObject({ status: "succeeded", outputs: { a: { value: "there" } } });
  expect(tries.map((at) => at - (tries[0] as number))).toEqual([0, 100, 300, 700]);
  expect(ofType(events, "node-started")).toMatchObject([
    { attempt: 1 },
    { attempt: 2, retryOf: { message: "try 1" } },
    { attempt: 3, retryOf: { message: "try 2" } },
    { attempt: 4, retryOf: { message: "try 3" } },
  ]);
  expect(ofType(events, "node-finished")).toMatchObject([{ attempts: 4 }]);
});

it("ends a try that takes too long, whether the node stops or not", async () => {
  const stops = held();
  const workflows = workflowsWith({ stops: stops.run, deaf: () => new Promise(() => {}) });
  for (const type of ["stops", "deaf"]) {
    const events = await eventsOf(workflows.run(draft({ a: { type, timeoutMs: 5 } })));
    expect(endOf(events)).toMatchObject({ status: "failed", error: { code: "TIMEOUT", nodeId: "a" } });
  }
  expect(stops.seen).toMatchObject({ running: 0, aborted: 1 });
});

it("fails a node that gives what cannot be kept, and does not try it again", async () => {
  const workflows = workflowsWith({ odd: () => ({ user: [{ save: () => {} }] }) });
  const events = await eventsOf(
    workflows.run(draft({ a: { type: "odd", retry: { attempts: 3, backoffMs: 0 } } })),
  );

  expect(endOf(events)).toMatchObject({
    status: "failed",
    error: { code: "NOT_SERIALIZABLE", nodeId: "a", data: { path: "outputs.user[0].save" } },
  });
  expect(ofType(events, "node-finished")).toMatchObject([{ attempts: 1 }]);
});

it.each([undefined, null, 1, "text", [[1]], new Map()])(
  "fails a node that gives %p for outputs",
  async (outputs) => {
    const workflows = workflowsWith({ odd: () => outputs as never, next: () => ({}) });
    const events = await eventsOf(workflows.run(draft({ a: "odd", b: "next" }, ["a.x", "b.x"])));

    expect(endOf(events)).toMatchObject({ status: "failed", error: { code: "NODE_FAILED", nodeId: "a" } });
  },
);

it.each<[string, () => unknown, string]>([
  ["a word", () => "a word", "a word"],
  ["nothing", () => undefined, "undefined"],
  ["what has no text", () => Object.create(null), "It threw what has no text"],
  [
    "an error without one",
    () => Object.assign(new Error("no"), { message: { toString: 1, valueOf: 1 } }),
    "It threw what has no text",
  ],
])("fails a node that throws %s", async (_, thrown, message) => {
  const workflows = workflowsWith({ bad: () => Promise.reject(thrown()) });

  expect(endOf(await eventsOf(workflows.run(draft({ a: "bad" }))))).toMatchObject({
    status: "failed",
    error: { code: "NODE_FAILED", message, nodeId: "a" },
  });
});

it("tells of a failure as it was, whatever becomes of its data", async () => {
  const why = () => ({ code: "BAD", message: "no", data: { issues: [{ at: new Date(1) }] } });
  const workflows = workflowsWith({
    bad: () => {
      const { code, message, data } = why();
      setImmediate(() => spoil(data));
      return Promise.reject(new RpcError(code, message, { data }));
    },
    see: ({ inputs }) => {
      const seen = structuredClone(inputs);
      spoil(inputs);
      return seen;
    },
  });
  const bad = { type: "bad", retry: { attempts: 2, backoffMs: 0 } };
  const told = await eventsOf(workflows.run(draft({ a: bad })));
  const passedOver = draft(
    { a: { ...bad, continueOnError: true }, b: "see", c: "see" },
    ["a.error", "b.why"],
    ["a.error", "c.why"],
  );
  const { outputs } = endOf(await eventsOf(workflows.run(passedOver)));

  expect(ofType(told, "node-started")[1]?.retryOf).toEqual(why());
  expect(ofType(told, "node-finished")[0]?.error).toEqual(why());
  expect(endOf(told).error).toEqual({ ...why(), nodeId: "a" });
  expect(outputs).toEqual({ b: { why: why() }, c: { why: why() } });
});
