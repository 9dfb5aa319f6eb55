import fc from "fast-check";
import { Graph } from "../../services/workflow/engine/graph.js";
import { findDeadlock, topologicalOrder } from "../../services/workflow/engine/topology.js";
import type { WorkflowService } from "../../services/workflow/workflow.service.js";
import { rejection } from "../services/support/rejection.js";
import { tempDir } from "../services/support/temp-dir.js";
import { sized } from "../support/sized.js";
import {
  acyclicGraph,
  cyclicGraph,
  evaluate,
  mix,
  type RandomGraph,
  workflowOf,
} from "./support/random-graphs.js";
import { eventsOf, ofType, workflowsIn } from "./support/workflows.js";

let workflows: WorkflowService;
let close: () => void;
let ran: string[];

beforeEach(() => {
  ran = [];
  const opened = workflowsIn(tempDir(), {
    mix: async ({ inputs, parameters: { n } }) => {
      ran.push(`n${n}`);
      for (let turns = (n as number) % 3; turns > 0; turns--) await new Promise(setImmediate);
      return { value: mix(n as number, Object.values(inputs) as number[]) };
    },
  });
  ({ workflows, close } = opened);
});

afterEach(() => close());

/** Whether what each link comes from stands before what it leads to. */
function respects(order: readonly string[], { links }: RandomGraph): boolean {
  const places = new Map(order.map((node, place) => [node, place]));
  return links.every(([from, to]) => (places.get(`n${from}`) ?? 0) < (places.get(`n${to}`) ?? -1));
}

const graphOf = (random: RandomGraph) => {
  const { nodes, edges } = workflowOf(random);
  return new Graph(
    nodes.map(({ id }) => id),
    edges,
  );
};

it("runs each node of a graph once, after all it waits for, and gives what a plain evaluation gives", async () => {
  await fc.assert(
    fc.asyncProperty(acyclicGraph(300), async (graph) => {
      ran = [];
      const events = await eventsOf(workflows.run(workflowOf(graph)));
      const finished = ofType(events, "node-finished");

      expect(new Set(ran).size).toBe(graph.size);
      expect(ran).toHaveLength(graph.size);
      expect(respects(ran, graph)).toBe(true);
      expect(new Map(finished.map(({ nodeId, outputs }) => [nodeId, outputs?.value]))).toEqual(
        evaluate(graph),
      );
      // What starts a node is told before it starts: an edge's source finished, then its target started.
      const told = new Map(finished.map(({ nodeId, sequence }) => [nodeId, sequence]));
      const started = new Map(
        ofType(events, "node-started").map(({ nodeId, sequence }) => [nodeId, sequence]),
      );
      for (const [from, to] of graph.links) {
        expect(told.get(`n${from}`)).toBeLessThan(started.get(`n${to}`) as number);
      }
    }),
    { numRuns: sized({ small: 12, ci: 40, full: 400 }) },
  );
});

it("does not validate or run a graph with a cycle, and names one of its nodes", async () => {
  await fc.assert(
    fc.asyncProperty(cyclicGraph(60), async (graph) => {
      const workflow = workflowOf(graph);
      const { valid, issues } = await workflows.validate(workflow);

      expect(valid).toBe(false);
      expect(issues.some(({ code }) => code === "cycle")).toBe(true);
      expect(await rejection(workflows.run(workflow).next())).toMatchObject({ code: "INVALID_WORKFLOW" });
      expect(ran).toEqual([]);
    }),
  );
});

it("orders all nodes of a graph without cycles, and finds no deadlock in it", () => {
  fc.assert(
    fc.property(acyclicGraph(300), (random) => {
      const order = topologicalOrder(graphOf(random));
      expect(new Set(order).size).toBe(random.size);
      expect(respects(order, random)).toBe(true);
      expect(findDeadlock(graphOf(random))).toEqual({ cycles: [], behind: [] });
    }),
  );
});

it("finds only real cycles, and every node that can never start", () => {
  fc.assert(
    fc.property(cyclicGraph(60), (random) => {
      const graph = graphOf(random);
      const { cycles, behind } = findDeadlock(graph);
      const isLinked = (from: string, to: string) => graph.outgoing(from).some((link) => link.to.node === to);

      expect(cycles.length).toBeGreaterThan(0);
      for (const cycle of cycles) {
        for (const [at, node] of cycle.entries()) {
          expect(isLinked(node, cycle[(at + 1) % cycle.length] as string)).toBe(true);
        }
      }
      const stuck = new Set([...cycles.flat(), ...behind]);
      expect(stuck.size + topologicalOrder(graph).length).toBe(random.size);
    }),
  );
});
