import type { Container } from "inversify";
import { instanceProvider } from "../pipeline/instance-provider.js";
import { bindingsOf, boundClasses } from "./bindings.js";
import { missingDependencies } from "./dependencies.js";
import type { Domain } from "./domain.js";
import { concernsRpc, defineDomain } from "./domain.js";

/**
 * Finds the services of a container and its ancestors by their bindings. No service is made.
 *
 * @param problem Takes each reason why one cannot be served.
 */
export function scanContainer(container: Container, problem: (text: string) => void): Domain[] {
  const bindings = bindingsOf(container);
  const domains = new Map<string, Domain>();
  for (const { implementation, identifier, singleton } of boundClasses(bindings)) {
    if (!concernsRpc(implementation)) continue;
    const domain = defineDomain(implementation, instanceProvider(container, identifier, singleton), problem);
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
    if (domain.events.size > 0 && !singleton) {
      problem(
        `${implementation.name} has events but is made anew at each request; bind it with rpcDomain() or inSingletonScope()`,
      );
    }
    for (const missing of missingDependencies(container, bindings, implementation)) problem(missing);
    domains.set(domain.name, domain);
  }
  return [...domains.values()];
}
