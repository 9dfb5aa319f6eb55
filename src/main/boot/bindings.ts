import type { Binding, BindingService } from "@inversifyjs/core";
import { Plugin } from "@inversifyjs/plugin";
import type { Container, Newable, ServiceIdentifier } from "inversify";
import type { Class } from "../../../decorators/metadata.js";

/** A bound class: what makes it, and how the container is asked for it. */
export interface BoundClass {
  implementation: Class;
  identifier: ServiceIdentifier;
  /** Only a singleton may be kept between calls. */
  singleton: boolean;
  binding: Binding<unknown>;
}

/**
 * The bindings of a container and its ancestors, read through inversify's plugin interface, the one door
 * it gives to them (https://inversify.io/docs/ecosystem/plugins/).
 */
export function bindingsOf(container: Container): BindingService {
  let service: BindingService | undefined;
  container.register(
    class extends Plugin<Container> {
      load(): void {
        service = this._context.bindingService;
      }
    } as Newable,
  );
  return service as unknown as BindingService;
}

/** Every class a container would make, once a binding. Aliases (`toService`) make nothing and are left out. */
export function* boundClasses(bindings: BindingService): Generator<BoundClass> {
  for (const identifier of bindings.getBoundServices()) {
    yield* classesBoundTo(identifier, bindings);
  }
}

/** The same for one identifier. */
export function* classesBoundTo(
  identifier: ServiceIdentifier,
  bindings: BindingService,
): Generator<BoundClass> {
  for (const binding of bindings.get(identifier) ?? []) {
    const implementation = implementationOf(binding);
    if (implementation === undefined) continue;
    yield { implementation, identifier, singleton: isSingleton(binding), binding };
  }
}

function implementationOf(binding: Binding<unknown>): Class | undefined {
  switch (binding.type) {
    case "Instance":
      return binding.implementationType as Class;
    case "ConstantValue": {
      const value = binding.value;
      if (typeof value !== "object" || value === null) return undefined;
      return typeof value.constructor === "function" ? (value.constructor as unknown as Class) : undefined;
    }
    case "DynamicValue":
    case "ResolvedValue":
      // What a builder returns is known only once it ran; a class as the identifier says it beforehand.
      return typeof binding.serviceIdentifier === "function"
        ? (binding.serviceIdentifier as Class)
        : undefined;
    default:
      return undefined;
  }
}

/** Whether each call has its own of what is bound. */
export const isOfCall = (binding: Binding<unknown>): boolean =>
  "scope" in binding && binding.scope === "Request";

/** Whether the container gives the same to everyone who asks. */
export const isSingleton = (binding: Binding<unknown>): boolean =>
  "scope" in binding && binding.scope === "Singleton";
