import type { ContainerModuleLoadOptions, Newable } from "inversify";

/** How `rpcDomain` binds. */
export interface RpcDomainOptions {
  /**
   * Makes the services before the server listens, with their asynchronous `@postConstruct`: one that fails then
   * keeps the server from listening, with its name and the reason. Default false: each at its first call, which
   * fails with UNAVAILABLE and is tried again at the next.
   */
  eager?: boolean;
}

/** What a container has bound under this is made before a server listens. */
export const EAGER = Symbol.for("@atomiton/rpc/eager");

/**
 * Binds domain classes to themselves as singletons, made at their first call, or at once with `{ eager: true }`. What it returns is a
 * `ContainerModule`'s load function, so it is a module's whole content or one line of it.
 *
 * @example
 * const greetingModule = new ContainerModule(rpcDomain(GreetingService));
 *
 * const workModule = new ContainerModule((options) => {
 *   rpcDomain(NodeService, WorkflowService)(options);
 *   options.bind(Clock).toConstantValue(systemClock);
 * });
 */
export function rpcDomain(...services: Newable[]): BindServices;
/** The same, with options. */
export function rpcDomain(...servicesThenOptions: [...Newable[], RpcDomainOptions]): BindServices;
export function rpcDomain(...given: readonly (Newable | RpcDomainOptions)[]): BindServices {
  const services = given.filter((one) => typeof one === "function");
  const { eager = false } = given.find((one) => typeof one === "object") ?? {};
  return ({ bind }) => {
    for (const service of services) {
      bind(service).toSelf().inSingletonScope();
      if (eager) bind(EAGER).toConstantValue(service);
    }
  };
}

/** A module's load function. */
type BindServices = (options: Pick<ContainerModuleLoadOptions, "bind">) => void;
