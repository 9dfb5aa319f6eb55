import "reflect-metadata";
import type { ContainerOptions } from "inversify";
import { Container } from "inversify";

/**
 * An inversify container set up for services: what is bound without a scope is a singleton.
 *
 * @param options inversify's own, e.g. `parent` for a child container.
 */
export function createContainer(options: ContainerOptions = {}): Container {
  return new Container({ defaultScope: "Singleton", ...options });
}
