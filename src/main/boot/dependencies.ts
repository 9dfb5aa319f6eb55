import type { BindingService, ClassElementMetadata } from "@inversifyjs/core";
import { ClassElementMetadataKind, getClassMetadata } from "@inversifyjs/core";
import type { Container, Newable, ServiceIdentifier } from "inversify";
import { LazyServiceIdentifier } from "inversify";
import type { Class } from "../../../decorators/metadata.js";

/**
 * Finds what a class and all it is made from would miss in the container, without making any of it, so that
 * a forgotten binding shows at boot and not at the first call.
 *
 * @param seen Classes that were looked into already; what they miss is said once.
 */
export function* missingDependencies(
  container: Container,
  bindings: BindingService,
  root: Class,
  seen: Set<Class>,
): Generator<string> {
  if (seen.has(root)) return;
  seen.add(root);
  let metadata: ReturnType<typeof getClassMetadata>;
  try {
    metadata = getClassMetadata(root as unknown as Newable);
  } catch (error) {
    yield `${root.name} cannot be made: ${error instanceof Error ? error.message : String(error)}`;
    return;
  }
  const injected: [place: string, element: ClassElementMetadata][] = [];
  for (const [index, element] of metadata.constructorArguments.entries()) {
    injected.push([`constructor parameter ${index + 1}`, element]);
  }
  for (const [key, element] of metadata.properties) injected.push([`property ${String(key)}`, element]);

  for (const [place, element] of injected) {
    if (element.kind === ClassElementMetadataKind.unmanaged) continue;
    const identifier = LazyServiceIdentifier.is(element.value) ? element.value.unwrap() : element.value;
    if (!element.optional && !isBound(container, bindings, identifier, element)) {
      yield `${root.name}, ${place}: ${unbound(identifier)}`;
    }
    yield* missingBeneath(container, bindings, identifier, seen);
  }
}

/** What would be missing to make a dependency that is bound itself. */
function* missingBeneath(
  container: Container,
  bindings: BindingService,
  identifier: ServiceIdentifier,
  seen: Set<Class>,
): Generator<string> {
  for (const binding of bindings.get(identifier) ?? []) {
    if (binding.type === "Instance") {
      yield* missingDependencies(container, bindings, binding.implementationType as Class, seen);
    } else if (binding.type === "ServiceRedirection") {
      const target = binding.targetServiceIdentifier;
      if (bindings.get(target) !== undefined) yield* missingBeneath(container, bindings, target, seen);
      else
        yield `${nameOf(identifier)} stands for ${nameOf(target)}, which nobody bound; bind it in the container`;
    }
  }
}

function isBound(
  container: Container,
  bindings: BindingService,
  identifier: ServiceIdentifier,
  element: Exclude<ClassElementMetadata, { kind: ClassElementMetadataKind.unmanaged }>,
): boolean {
  if (element.kind === ClassElementMetadataKind.multipleInjection) return true;
  if (element.name === undefined && element.tags.size === 0) return bindings.get(identifier) !== undefined;
  const [tag] = element.tags;
  return container.isBound(identifier, {
    ...(element.name !== undefined && { name: element.name }),
    ...(tag !== undefined && { tag: { key: tag[0], value: tag[1] } }),
  });
}

/** inversify itself refuses emitted types that name nothing; only an unknown one gets this far. */
const unbound = (identifier: ServiceIdentifier | undefined): string =>
  identifier === undefined
    ? "its type is not known, as after a circular import; write @inject(identifier), or @unmanaged() for a value of its own"
    : `nobody bound ${nameOf(identifier)}; bind it in the container`;

const nameOf = (identifier: ServiceIdentifier): string =>
  typeof identifier === "function" ? identifier.name : String(identifier);
