import { Container } from "inversify";
import { databaseModule } from "../../../services/database/database.module.js";
import { Clock } from "../../../services/host/clock.js";
import { HostPaths } from "../../../services/host/host-paths.js";
import { own } from "../../../services/values/own.js";
import type { WorkflowNode } from "../../../services/workflow/definition/workflow-node.js";
import { type NodePort, type NodeRequest, NodeTypes } from "../../../services/workflow/node-types.js";
import type { RunEvent, RunFinished } from "../../../services/workflow/run.api.js";
import { SampleFiles } from "../../../services/workflow/sample-files.js";
import { edges } from "../../../services/workflow/samples/edges.js";
import { workflowModule } from "../../../services/workflow/workflow.module.js";
import { WorkflowService } from "../../../services/workflow/workflow.service.js";

/** What the nodes of a test do, by type; each may have ports of its own, else it takes and gives any. */
export type FakeTypes = Record<string, FakeType | FakeType["run"]>;

export interface FakeType {
  run(request: NodeRequest): Promise<Record<string, unknown>> | Record<string, unknown>;
  inputs?: NodePort[];
  outputs?: NodePort[];
  /** The parameters it takes; any, when it does not say. */
  parameters?: string[];
}

const ANY: NodePort[] = [{ name: "*", type: "any" }];

export function fakeTypes(types: FakeTypes): NodeTypes {
  const of = (type: string): FakeType => {
    const found = own(types, type);
    if (found === undefined) throw new Error(`No type ${type}`);
    return typeof found === "function" ? { run: found } : found;
  };
  const unknownTo = (type: string, given: object) =>
    Object.keys(given).filter((name) => of(type).parameters?.includes(name) === false);
  return {
    checkParameters: async (type, given) =>
      Object.hasOwn(types, type)
        ? unknownTo(type, given).map((name) => ({ path: `parameters.${name}`, message: "is not known" }))
        : [],
    get: (type) => ({ inputs: of(type).inputs ?? ANY, outputs: of(type).outputs ?? ANY }),
    run: async (type, request) => of(type).run(request),
  };
}

/** The workflow service on a database in the directory, with node types that do what they are told. */
export function workflowsIn(dataDir: string, types: FakeTypes = {}) {
  const container = new Container();
  container.load(databaseModule, workflowModule);
  container.bind(HostPaths).toConstantValue({ dataDir });
  container.bind(Clock).toConstantValue({ now: () => Date.now() });
  container.bind(NodeTypes).toConstantValue(fakeTypes(types));
  container.bind(SampleFiles).toConstantValue({ write: async () => {} });
  return { workflows: container.get(WorkflowService), close: () => container.unbindAll() };
}

/** A workflow in short: nodes as `id: type`, or with more to say of them; edges as `a.port` and `b.port`. */
export function draft(
  nodes: Record<string, string | Omit<WorkflowNode, "id">>,
  ...links: [from: string, to: string][]
) {
  return {
    name: "Test",
    nodes: Object.entries(nodes).map(([id, node]) =>
      typeof node === "string" ? { id, type: node } : { id, ...node },
    ),
    edges: edges(...links),
  };
}

/** All events of a run, to its end. */
export async function eventsOf(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

/** How a run ended. */
export const endOf = (events: readonly RunEvent[]): RunFinished => events.at(-1) as RunEvent & RunFinished;

/** What of the events is of one type. */
export const ofType = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is RunEvent & { type: Type } => event.type === type);
