import jsonata from "jsonata";
import { Clock } from "../services/host/clock.js";
import { ExpressionPool } from "../services/node/jsonata/sandboxed/expression-pool.js";
import { nodeModule } from "../services/node/node.module.js";
import { NodeRegistry } from "../services/node/node-registry.js";
import type { WorkflowDraft } from "../services/workflow/definition/workflow-draft.js";
import { PassingJournal } from "../services/workflow/engine/passing-journal.js";
import { WorkflowRun } from "../services/workflow/engine/workflow-run.js";
import type { NodeTypes } from "../services/workflow/node-types.js";
import { createContainer } from "../src/main/index.js";
import { layered, type Runner } from "./workflows.js";
import type { Connection } from "./workload.js";

const { signal } = new AbortController();

/** How an expression is evaluated: by the library in this process, or as a node of Atomiton. */
export type Place = "library" | "node";

/** What runs a `transform` node, and ends what it has started. */
interface Transforms {
  types: NodeTypes;
  close(): Promise<void>;
}

/** The library, in the process of the nodes and with nothing around it: what nodes did before they had a sandbox. */
const byLibrary = (): Transforms => ({
  types: {
    get: () => ({ inputs: [{ name: "*", type: "any" }], outputs: [{ name: "value", type: "any" }] }),
    checkParameters: async () => [],
    run: async (_type, { inputs, parameters }) => ({
      value: await jsonata(String(parameters.expression)).evaluate(inputs),
    }),
  },
  close: async () => {},
});

async function byNodes(): Promise<Transforms> {
  const container = createContainer();
  container.load(nodeModule);
  container.bind(Clock).toConstantValue({ now: () => Date.now() });
  await container.get(ExpressionPool).warm();
  return { types: container.get(NodeRegistry), close: () => container.unbindAllAsync() };
}

/** Evaluates an expression so many times, one after the other. */
export async function oneByOne(place: Place, expression: string, times: number): Promise<Connection<Runner>> {
  const { types, close } = place === "library" ? byLibrary() : await byNodes();
  const parameters = { expression };
  const client = async () => {
    let last: unknown;
    for (let count = 0; count < times; count++) {
      const request = { inputs: { a: count, b: 1 }, parameters, signal, progress: () => {} };
      last = (await types.run("transform", request)).value;
    }
    return last;
  };
  return { client, close };
}

/** The same in a workflow of so many nodes, of which nothing is kept. */
export async function inWorkflow(
  place: Place,
  expression: string,
  nodes: number,
): Promise<Connection<Runner>> {
  const { types, close } = place === "library" ? byLibrary() : await byNodes();
  const draft = layered(nodes);
  const workflow: WorkflowDraft = {
    ...draft,
    nodes: draft.nodes.map(({ id }) => ({ id, type: "transform", parameters: { expression } })),
  };
  const client = async () => {
    const run = new WorkflowRun({ workflow, inputs: { a: 1, b: 1 } }, types, new PassingJournal());
    const { status, outputs } = await run.execute(signal);
    if (status !== "succeeded") throw new Error(`The run ${status}`);
    return outputs.value;
  };
  return { client, close };
}
