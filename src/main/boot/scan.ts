import type { Container, Newable } from "inversify";
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
export function scanContainer(container: Container, dependencies: Dependencies, problem: Problem): Domain[] {
  const domains = new Map<string, Domain>();
  for (const bound of boundClasses(dependencies.bindings)) {
    const { implementation } = bound;
    if (!concernsRpc(implementation)) continue;
    const domain = defineBound(bound, container, dependencies, problem);
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
  container: Container,
  service: Newable,
  dependencies: Dependencies,
  problem: Problem,
): Domain | undefined {
  const [bound] = classesBoundTo(service, dependencies.bindings);
  if (bound !== undefined) return defineBound(bound, container, dependencies, problem);
  problem(`${service.name} is not bound; bind it with rpcDomain(), or register an instance of it`);
  return undefined;
}

function defineBound(
  { implementation, identifier, singleton, binding }: BoundClass,
  container: Container,
  dependencies: Dependencies,
  problem: Problem,
): Domain | undefined {
  const domain = defineDomain(implementation, instanceProvider(container, identifier, singleton), problem);
  if (domain === undefined) return undefined;
  if (domain.events.size > 0 && !singleton) {
    problem(
      `${implementation.name} has events but is made anew at each request; bind it with rpcDomain() or inSingletonScope()`,
    );
  }
  dependencies.follow(binding);
  return domain;
}
