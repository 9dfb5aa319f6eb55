import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseModule } from "../services/database/database.module.js";
import { Clock } from "../services/host/clock.js";
import { HostPaths } from "../services/host/host-paths.js";
import type { WorkflowDraft } from "../services/workflow/definition/workflow-draft.js";
import { PassingJournal } from "../services/workflow/engine/passing-journal.js";
import { WorkflowRun } from "../services/workflow/engine/workflow-run.js";
import { NodeTypes } from "../services/workflow/node-types.js";
import type { RunFinished } from "../services/workflow/run.api.js";
import { SampleFiles } from "../services/workflow/sample-files.js";
import { workflowModule } from "../services/workflow/workflow.module.js";
import { WorkflowService } from "../services/workflow/workflow.service.js";
import { createContainer } from "../src/main/index.js";
import type { Connection } from "./workload.js";

/** Runs a workflow once and gives what it adds up to. */
export type Runner = () => Promise<unknown>;

/** A node that does next to nothing, so that what is measured is the engine around it. */
const add = ({ a = 1, b = 1 }: Record<string, unknown>) => ({
  value: ((a as number) + (b as number)) % 1_000_003,
});

const PORTS = { inputs: [{ name: "*", type: "any" }], outputs: [{ name: "value", type: "any" }] };
const types: NodeTypes = {
  get: () => PORTS,
  checkParameters: async () => [],
  run: async (_type, { inputs }) => add(inputs),
};

const WIDTH = 20;

/** Rows of 20 nodes, each of which adds up two of the row above; the last node of all is the result. */
export function layered(count: number): WorkflowDraft {
  const value = (at: number) => ({ node: `n${at}`, port: "value" });
  const above = (at: number, by: number) => (Math.floor(at / WIDTH) - 1) * WIDTH + ((at + by) % WIDTH);
  const ids = Array.from({ length: count }, (_, at) => at);
  return {
    name: `${count} nodes`,
    nodes: ids.map((at) => ({ id: `n${at}`, type: "add" })),
    edges: ids.slice(WIDTH).flatMap((at) =>
      [0, 7].map((by, input) => ({
        from: value(above(at, by)),
        to: { node: `n${at}`, port: input === 0 ? "a" : "b" },
      })),
    ),
    outputs: [{ name: "value", from: value(count - 1) }],
  };
}

/** Each node called by hand, in an order that respects every edge. */
export async function byHand(draft: WorkflowDraft): Promise<Connection<Runner>> {
  const incoming = new Map(draft.nodes.map(({ id }) => [id, draft.edges.filter(({ to }) => to.node === id)]));
  const client = async () => {
    const values = new Map<string, unknown>();
    for (const [id, edges] of incoming) {
      const inputs = Object.fromEntries(edges.map(({ from, to }) => [to.port, values.get(from.node)]));
      values.set(id, (await Promise.resolve(add(inputs))).value);
    }
    return values.get(`n${draft.nodes.length - 1}`);
  };
  return { client, close: async () => {} };
}

/** By the engine, with a journal that keeps nothing. */
export async function unrecorded(workflow: WorkflowDraft): Promise<Connection<Runner>> {
  const { signal } = new AbortController();
  const client = async () =>
    resultOf(await new WorkflowRun({ workflow, inputs: {} }, types, new PassingJournal()).execute(signal));
  return { client, close: async () => {} };
}

/** As the application runs it: every event in SQLite before it is told. */
export async function recorded(draft: WorkflowDraft): Promise<Connection<Runner>> {
  const dataDir = mkdtempSync(join(tmpdir(), "atomiton-bench-"));
  const container = createContainer();
  container.load(databaseModule, workflowModule);
  container.bind(HostPaths).toConstantValue({ dataDir });
  container.bind(Clock).toConstantValue({ now: () => Date.now() });
  container.bind(NodeTypes).toConstantValue(types);
  container.bind(SampleFiles).toConstantValue({ write: async () => {} });
  const workflows = await container.getAsync(WorkflowService);
  const { id } = await workflows.create(draft);
  const client = async () => {
    for await (const event of workflows.run(id)) if (event.type === "finished") return resultOf(event);
    throw new Error("The run told of no end");
  };
  const close = async () => {
    await container.unbindAll();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { client, close };
}

function resultOf({ status, outputs }: RunFinished): unknown {
  if (status !== "succeeded") throw new Error(`The run ${status}`);
  return outputs.value;
}
