import { type Container, ContainerModule, type Newable } from "inversify";
import { rpcDomain } from "../../../decorators/index.js";
import { createContainer, RPCRouter, type RPCRouterOptions, RpcBootError } from "../../../src/main/index.js";

/** A router over a container that holds these services and whatever `bind` adds. */
export function routerOf(
  services: Newable[],
  { bind, ...options }: RPCRouterOptions & { bind?: (container: Container) => void } = {},
): RPCRouter {
  const container = createContainer();
  container.load(new ContainerModule(rpcDomain(...services)));
  bind?.(container);
  return new RPCRouter({ ...options, container });
}

/** What a boot that fails complains of. */
export function problemsOf(boot: () => unknown): readonly string[] {
  try {
    boot();
  } catch (error) {
    if (error instanceof RpcBootError) return error.problems;
    throw error;
  }
  throw new Error("It booted");
}

/** Binds enhancers, each to itself. */
export const bound =
  (...enhancers: Newable[]) =>
  (container: Container): void => {
    for (const enhancer of enhancers) container.bind(enhancer).toSelf();
  };
