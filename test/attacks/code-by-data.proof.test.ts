import { MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import { BINARY, repliesTo } from "../support/json-rpc-frames.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";
import { sample } from "../support/sized.js";
import { attackSuite } from "./support/attack-suite.js";
import { WAYS } from "./support/attacked-app.js";
import { described } from "./support/described.js";
import { callWith, error, list, value } from "./support/msgpack-tokens.js";
import { BODY, MUTATIONS } from "./support/mutations.js";
import { findNotPlain } from "./support/plain-data.js";
import { fileOf, wired } from "./support/workflow-entries.js";

const suite = attackSuite();

afterEach(async () => {
  expect(await suite.aftermath()).toEqual([]);
});

describe.each(WAYS)("by a workflow file over %s", (way) => {
  test.each(["__proto__", "constructor", "__lookupGetter__", "toString", "__defineSetter__"])(
    "an edge from %s carries nothing",
    async (port) => {
      const scene = await suite.scene(way);
      const file = fileOf({
        ...wired({ from: port }),
        nodes: [
          { id: "given", type: "look", parameters: {} },
          { id: "seen", type: "look" },
        ],
      });
      const { result } = (await scene.call("workflow.import", [file])) as { result: { id: string } };
      const { items } = (await scene.call("workflow.run", [result.id])) as { items: object[] };
      expect(items.at(-1)).toMatchObject({ type: "finished", status: "succeeded", outputs: { out: [] } });
    },
  );

  test("an expression behind such an edge has nothing to change", async () => {
    const scene = await suite.scene(way);
    const pollute = "{} ~> |it|{'polluted': true}|";
    const { nodes, edges } = wired({ from: "__proto__", type: "transform" });
    const polluting = nodes.map((node) =>
      node.id === "seen" ? { ...node, parameters: { expression: pollute } } : node,
    );
    const outcome = await scene.call("workflow.run", [{ name: "Pollute", nodes: polluting, edges }]);
    expect(findNotPlain(outcome)).toBeUndefined();
    expect("polluted" in {}).toBe(false);
  });
});

describe("by one frame", () => {
  test.each([
    ["a name that all objects inherit", error(value("__lookupGetter__"), value("__proto__"))],
    ["a list of one that they inherit", error(Buffer.concat([list(1), value("valueOf")]), value(undefined))],
    ["a setter", error(value("__defineSetter__"), value("polluted"))],
  ])("an error with %s is an error or nothing", async (_, tokens) => {
    const socket = await JsonRpcSocket.open(suite.app.url, [MSGPACK_SUBPROTOCOL]);
    const [reply] = (await repliesTo(socket, callWith("probe.look", tokens), BINARY)) as unknown[] as [Reply];
    await socket.close();
    expect([JSON.stringify({ result: "plain" }), JSON.stringify({ code: -32700 })]).toContain(
      JSON.stringify("result" in reply ? { result: reply.result } : { code: reply.error.code }),
    );
  });
});

type Reply = { result: unknown } | { error: { code: number } };

/** What only code in main could say, or an error that nobody declared. */
const REACHED_MAIN = /"object"|INTERNAL|NODE_FAILED/;

describe.each(WAYS)("by one expression over %s", (way) => {
  test.each(sample(MUTATIONS, WAYS.length, WAYS.indexOf(way)))(
    "nobody else notices a change of %s",
    async (_, expression) => {
      const scene = await suite.scene(way);
      const inputs = { x: { a: 1, first: 1, valueOf: 2 }, list: [1, 2], body: BODY };
      const outcome = await scene.node("transform", { expression }, inputs);
      expect(findNotPlain(outcome)).toBeUndefined();
      expect(described(outcome)).not.toMatch(REACHED_MAIN);
      const predicate = await scene.node("filter", { predicate: expression }, { items: [inputs] });
      expect(described(predicate)).not.toMatch(REACHED_MAIN);
    },
  );

  test("what one node changes, another does not see", async () => {
    const scene = await suite.scene(way);
    const expression = "({} ~> |[it, it.list, $$]|{'changed': true, 'a': 2}, ['b']|; 'done')";
    const outcome = await scene.call("workflow.run", [
      {
        name: "Others' outputs",
        nodes: [
          { id: "given", type: "value", parameters: { value: { a: 1, b: { c: 1 }, list: [{ d: 1 }] } } },
          { id: "changes", type: "transform", parameters: { expression } },
          { id: "sees", type: "look" },
        ],
        edges: [
          { from: { node: "given", port: "value" }, to: { node: "changes", port: "it" } },
          { from: { node: "given", port: "value" }, to: { node: "sees", port: "it" } },
          { from: { node: "changes", port: "value" }, to: { node: "sees", port: "after" } },
        ],
        outputs: [{ name: "seen", from: { node: "sees", port: "values" } }],
      },
    ]);
    const { items } = outcome as { items: object[] };
    expect(items.at(-1)).toMatchObject({
      outputs: { seen: [{ a: 1, b: { c: 1 }, list: [{ d: 1 }] }, "done"] },
    });
  });

  test("data alone does not pass for somebody else", async () => {
    const scene = await suite.scene(way);
    const items = [{ role: "admin", outerWrapper: true, "0": { role: "user" } }, { role: "user" }];
    const outcome = await scene.node("filter", { predicate: '$.role != "admin"' }, { items });
    expect(outcome).toMatchObject({ result: { success: true, outputs: { items: [{ role: "user" }] } } });
  });
});
