import type { Newable } from "inversify";
import type { CallScopes } from "../pipeline/call-scopes.js";
import { instanceProvider } from "../pipeline/instance-provider.js";
import type { BoundClass } from "./bindings.js";
import { boundClasses, classesBoundTo } from "./bindings.js";
import type { Dependencies } from "./dependencies.js";
import type { Domain } from "./domain.js";
import { concernsRpc, defineDomain } from "./domain.js";

type Problem = (text: string) => void;

/**
 * Finds the services of a container and its ancestors by their bindings. No service is made.
 *
 * @param problem Takes each reason why one cannot be served.
 */
export function scanContainer(scopes: CallScopes, dependencies: Dependencies, problem: Problem): Domain[] {
  const domains = new Map<string, Domain>();
  for (const bound of boundClasses(dependencies.bindings)) {
    const { implementation } = bound;
    if (!concernsRpc(implementation)) continue;
    const domain = defineBound(bound, scopes, dependencies, problem);
    if (domain === undefined) continue;
    const taken = domains.get(domain.name)?.implementation;
    if (taken === implementation) {
      problem(
        `${implementation.name} is bound twice, which would make two of it; bind it once and alias it with toService()`,
      );
    } else if (taken !== undefined) {
      problem(
        `${taken.name} and ${implementation.name} are both the domain "${domain.name}"; rename one or bind only one`,
      );
    }
    domains.set(domain.name, domain);
  }
  return [...domains.values()];
}

/** The same for one class that was bound after the container was scanned. */
export function scanClass(
  scopes: CallScopes,
  service: Newable,
  dependencies: Dependencies,
  problem: Problem,
): Domain | undefined {
  const [bound] = classesBoundTo(service, dependencies.bindings);
  if (bound !== undefined) return defineBound(bound, scopes, dependencies, problem);
  problem(`${service.name} is not bound; bind it with rpcDomain(), or register an instance of it`);
  return undefined;
}

function defineBound(
  { implementation, identifier, singleton, binding }: BoundClass,
  scopes: CallScopes,
  dependencies: Dependencies,
  problem: Problem,
): Domain | undefined {
  const isPerCall = dependencies.follow(binding);
  const instance = instanceProvider(scopes.container, identifier, singleton, isPerCall ? scopes : undefined);
  const domain = defineDomain(implementation, instance, problem);
  if (domain === undefined) return undefined;
  if (domain.events.size > 0 && !singleton) {
    problem(
      `${implementation.name} has events but is made anew at each request; bind it with rpcDomain() or inSingletonScope()`,
    );
  }
  return domain;
}
