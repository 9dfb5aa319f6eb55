import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import type { RpcProgress } from "../../decorators/index.js";
import { decodeValue, encodeValue } from "../../services/database/stored-value.js";
import type { NodeRequest } from "../../services/workflow/node-types.js";
import type { RunEvent } from "../../services/workflow/run.api.js";
import type { WorkflowService } from "../../services/workflow/workflow.service.js";
import { asSeen, changeableValue, plainValue, spoil } from "../services/support/plain-values.js";
import { tempDir } from "../services/support/temp-dir.js";
import { sized } from "../support/sized.js";
import { draft, eventsOf, ofType, workflowsIn } from "./support/workflows.js";

const RUNS = sized({ small: 12, ci: 60, full: 500 });

/** What the producer gives, which it keeps and spoils at every turn it gets. */
let made: Record<string, unknown>;
let broken: boolean;
/** What each node saw of the value, in the order they ran. */
let seen: [node: string, value: string][];

/** A node that tells more of its progress than it should. */
type Update = RpcProgress & { value?: unknown };

let workflows: WorkflowService;
let close: () => void;

const note = ({ parameters, inputs }: NodeRequest) => {
  seen.push([String(parameters.is), asSeen(inputs.value)]);
  seen.push([`${parameters.is}'s parameter`, asSeen(parameters.value)]);
};

beforeEach(() => {
  ({ workflows, close } = workflowsIn(tempDir(), {
    make: async ({ progress }) => {
      const update: Update = { done: 1, value: made.value };
      progress(update);
      const spoilLater = async () => {
        await null;
        update.value = "spoiled";
        for (let turns = 0; turns < 4; turns++) {
          await turn();
          spoil(made);
        }
      };
      setImmediate(spoilLater);
      return made;
    },
    spoil: (request) => {
      note(request);
      const { inputs, parameters } = request;
      const outputs = { value: structuredClone(inputs.value) };
      spoil(inputs);
      spoil(parameters);
      return outputs;
    },
    flaky: (request) => {
      note(request);
      const outputs = { value: structuredClone(request.inputs.value) };
      spoil(request.inputs);
      spoil(request.parameters);
      if (broken) throw Object.assign(new Error("broken"), { data: outputs });
      return outputs;
    },
  }));
});

afterEach(() => close());

/** A producer, two that spoil what they get side by side, and one that comes after them and fails at first. */
const workflowOf = (value: unknown) => {
  const node = (type: string, is: string) => ({ type, parameters: { is, value } });
  return {
    ...draft(
      {
        make: "make",
        left: node("spoil", "left"),
        right: node("spoil", "right"),
        last: { ...node("flaky", "last"), retry: { attempts: 2, backoffMs: 0 } },
      },
      ["make.value", "left.value"],
      ["make.value", "right.value"],
      ["make.value", "last.value"],
      ["left.value", "last.left"],
      ["right.value", "last.right"],
    ),
    outputs: [
      { name: "made", from: { node: "make", port: "value" } },
      { name: "last", from: { node: "last", port: "value" } },
    ],
  };
};

const told = (events: readonly RunEvent[]) => [
  ...ofType(events, "node-finished").flatMap(({ nodeId, outputs }) =>
    outputs === undefined ? [] : [[nodeId, asSeen(outputs.value)]],
  ),
  ...ofType(events, "finished").flatMap(({ outputs }) =>
    Object.entries(outputs).map(([name, value]) => [`finished ${name}`, asSeen(value)]),
  ),
  ...ofType(events, "node-progress").map(({ progress }) => ["progress", asSeen((progress as Update).value)]),
];

it("shows one value to every node, in every event, in the record and when it is resumed", async () => {
  await fc.assert(
    fc.asyncProperty(plainValue, async (generated) => {
      const expected = asSeen(decodeValue(encodeValue(generated)));
      made = { value: structuredClone(generated) };
      const parameter = structuredClone(generated);
      seen = [];
      broken = true;

      const run = workflows.run(workflowOf(parameter));
      const first = await run.next();
      spoil(parameter);
      const events = [first.value as RunEvent, ...(await eventsOf(run))];
      const { runId } = events[0] as RunEvent;
      broken = false;
      const resumed = await eventsOf(workflows.resume(runId));
      await turn();

      expect(seen.filter(([, value]) => value !== expected)).toEqual([]);
      expect(seen.map(([node]) => node).filter((node) => node === "last")).toHaveLength(3);
      const all = told([...events, ...resumed]);
      // What is undefined is not given.
      const given = expected === "undefined" ? all.filter(([name]) => !name?.startsWith("finished")) : all;
      expect(given.filter(([, value]) => value !== expected)).toEqual([]);
      const { events: kept } = await workflows.getRun(runId);
      expect(told(kept)).toEqual(all);
    }),
    { numRuns: RUNS, examples: [[changeableValue()]] },
  );
});

it("is not changed by who reads of it", async () => {
  await fc.assert(
    fc.asyncProperty(plainValue, async (generated) => {
      const expected = asSeen(decodeValue(encodeValue(generated)));
      made = { value: structuredClone(generated) };
      seen = [];
      broken = false;
      let runId = "";
      for await (const event of workflows.run(workflowOf(generated))) {
        runId = event.runId;
        spoil(event);
      }
      expect(seen.filter(([, value]) => value !== expected)).toEqual([]);
      const { events } = await workflows.getRun(runId);
      expect(told(events).filter(([name, value]) => name === "make" && value !== expected)).toEqual([]);
    }),
    { numRuns: RUNS, examples: [[changeableValue()]] },
  );
});

it("is what the caller gave when the run began", async () => {
  await fc.assert(
    fc.asyncProperty(plainValue, async (generated) => {
      const expected = asSeen(decodeValue(encodeValue(generated)));
      const inputs = { value: structuredClone(generated) };
      seen = [];
      const run = workflows.run(
        draft({
          a: { type: "spoil", parameters: { is: "a" } },
          b: { type: "spoil", parameters: { is: "b" } },
        }),
        inputs,
      );
      const first = run.next();
      spoil(inputs);
      const { runId } = (await first).value as RunEvent;
      await eventsOf(run);

      const values = seen.filter(([name]) => !name.includes("parameter"));
      expect(values).toEqual([
        ["a", expected],
        ["b", expected],
      ]);
      const record = await workflows.getRun(runId);
      expect(asSeen(record.inputs.value)).toBe(expected);
    }),
    { numRuns: RUNS, examples: [[changeableValue()]] },
  );
});
