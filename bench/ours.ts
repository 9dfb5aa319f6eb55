import { MessageChannel } from "node:worker_threads";
import { ContainerModule, type Newable } from "inversify";
import { rpcDomain } from "../decorators/index.js";
import { createContainer, createRpcServer } from "../src/main/index.js";
import { createRPCClient, type RpcCallOptions, type RpcClient } from "../src/renderer/index.js";
import { messagePortBridge, messagePortTransport } from "./message-port.js";
import type { Connection } from "./workload.js";

/** The whole path: client, bridge, channel, session, router, pipeline, service. */
export async function openOurs<Api>(
  service: Newable,
  options: RpcCallOptions = {},
): Promise<Connection<RpcClient<Api>>> {
  const { port1: near, port2: far } = new MessageChannel();
  const container = createContainer();
  container.load(new ContainerModule(rpcDomain(service)));
  const server = createRpcServer({ container });
  await server.listen(messagePortTransport(far));
  return {
    client: createRPCClient<Api>({ bridge: messagePortBridge(near), ...options }),
    close: () => server.close(),
  };
}
