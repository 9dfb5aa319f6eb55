import type { ContainerModuleLoadOptions, Newable } from "inversify";

/**
 * Binds domain classes to themselves as singletons, made at their first call. What it returns is a
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
export function rpcDomain(
  ...services: Newable[]
): (options: Pick<ContainerModuleLoadOptions, "bind">) => void {
  return ({ bind }) => {
    for (const service of services) bind(service).toSelf().inSingletonScope();
  };
}
