import type { NodeExecuteResult } from "../../services/node/node.api.js";
import { type AtomitonCall, openAtomiton } from "../atomiton.js";
import { type Connection, type Contestant, defineWorkload } from "../workload.js";

const NODES = 15_000;

const workflowOf = (idOf: (index: number) => unknown) => ({
  name: `${NODES} nodes`,
  nodes: Array.from({ length: NODES }, (_, index) => ({
    id: idOf(index),
    type: "value",
    parameters: { value: index },
  })),
  edges: [],
});

const good = workflowOf((index) => `n${index}`);
const bad = workflowOf((index) => index);

/** One call with a workflow that is a new object each time. */
interface Attempt {
  prepare(): void;
  run(): Promise<void>;
}

const attempting = (
  name: string,
  workflow: object,
  call: (atomiton: AtomitonCall, workflow: object) => Promise<unknown>,
): Contestant<Attempt> => ({
  name,
  validates: true,
  async open(): Promise<Connection<Attempt>> {
    const { client, close } = await openAtomiton();
    let fresh: object = workflow;
    return {
      client: {
        prepare() {
          fresh = structuredClone(workflow);
        },
        async run() {
          const answer = await call(client, fresh).then(
            () => "taken",
            ({ code }) => code,
          );
          const expected = workflow === good ? "taken" : "INVALID_PARAMS";
          if (answer !== expected) throw new Error(`${name}: ${answer}, not ${expected}`);
        },
      },
      close,
    };
  },
});

const create = (atomiton: AtomitonCall, workflow: object) => atomiton("workflow.create", workflow);
async function execute(atomiton: AtomitonCall, workflow: object): Promise<void> {
  const params = { nodeId: "n", type: "group", parameters: { workflow } };
  const { success, error } = (await atomiton("node.execute", params)) as NodeExecuteResult;
  if (!success) throw error;
}

export const workload = defineWorkload<Attempt>({
  id: "W10",
  title: "a workflow of 15,000 nodes: created, executed as one node, refused",
  unit: "ms",
  contestants: [
    attempting("create", good, create),
    attempting("create, refused", bad, create),
    attempting("execute", good, execute),
    attempting("execute, refused", bad, execute),
  ],
  reference: "create",
  repeats: 1,
  watchesLoop: true,
  prepare: (attempt) => attempt.prepare(),
  run: (attempt) => attempt.run(),
});
