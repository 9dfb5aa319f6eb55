import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import type { RpcClient } from "../../renderer/index.js";

/** One call as the demo shows it. */
export interface DemoCall {
  title: string;
  /** Gives what the table shows of the result. */
  run(rpc: RpcClient<AtomitonAPI>): Promise<unknown>;
  /** The code of the error the call is there to show. */
  fails?: string;
}

/** Each service, an event, and two errors. */
export const calls: readonly DemoCall[] = [
  { title: "system.health()", run: async (rpc) => (await rpc.system.health()).status },
  {
    title: "system.getInfo()",
    run: async (rpc) => {
      const { name, version, platform, arch } = await rpc.system.getInfo();
      return `${name} ${version} on ${platform} ${arch}`;
    },
  },
  {
    title: "node.execute: test-node",
    run: async (rpc) => (await rpc.node.execute({ nodeId: "test-node", inputs: { value: 42 } })).outputs,
  },
  {
    title: "node.execute: transform",
    run: async (rpc) => {
      const { outputs } = await rpc.node.execute({
        nodeId: "sum",
        type: "transform",
        inputs: {
          orders: [
            { price: 3, quantity: 4 },
            { price: 5, quantity: 6 },
          ],
        },
        parameters: { expression: "$sum(orders.(price * quantity))" },
      });
      return outputs;
    },
  },
  { title: "node.getStatus", run: async (rpc) => (await rpc.node.getStatus("sum")).status },
  { title: "storage.set, and its event", run: setAndHear },
  { title: "storage.get", run: (rpc) => rpc.storage.get("demo") },
  {
    title: "storage.get: no key",
    run: (rpc) => rpc.storage.get(""),
    fails: "INVALID_PARAMS",
  },
  {
    title: "node.execute: no such type",
    run: (rpc) => rpc.node.execute({ nodeId: "teleport" }),
    fails: "NOT_FOUND",
  },
];

async function setAndHear(rpc: RpcClient<AtomitonAPI>): Promise<unknown> {
  const heard = new Promise((resolve) => {
    const off = rpc.storage.onChanged((change) => {
      off();
      resolve(change);
    });
  });
  await rpc.storage.set("demo", new Map([["greeted", new Date(0)]]));
  return heard;
}
