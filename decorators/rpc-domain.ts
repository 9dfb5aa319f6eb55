import { injectable } from "inversify";
import type { Class } from "./metadata.js";
import { hasOwnDomain, setDomain } from "./metadata.js";
import { refuseStandardDecorator } from "./misuse.js";
import { nameProblem } from "./names.js";

/**
 * Makes a class the service of one domain: its `@RpcMethod`s are called as `name.method`.
 * It applies inversify's `@injectable()` too, which therefore must not be written beside it.
 *
 * A subclass without a decorator of its own keeps its parent's domain, so a fake may stand in for it.
 *
 * @param name Letters, digits and underscores; one class per name and container.
 * @throws TypeError when the name is reserved or no identifier, or the class already has a domain.
 * @example @RpcDomain("node") class NodeService { ... }
 */
export function RpcDomain(name: string): ClassDecorator {
  return (target, context?: unknown) => {
    refuseStandardDecorator("RpcDomain", context);
    const service = target as unknown as Class;
    const problem = nameProblem("domain", name);
    if (problem !== undefined) throw new TypeError(`@RpcDomain on ${target.name}: ${problem}`);
    if (hasOwnDomain(service)) {
      throw new TypeError(
        `@RpcDomain on ${target.name}: the class has a domain already; remove one decorator`,
      );
    }
    setDomain(service, name);
    injectable()(target);
  };
}
