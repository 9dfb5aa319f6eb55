import type {
  Binding,
  BindingConstraints,
  BindingService,
  ManagedClassElementMetadata,
  ResolvedValueElementMetadata,
} from "@inversifyjs/core";
import { ClassElementMetadataKind, getClassMetadata } from "@inversifyjs/core";
import type { Newable, ServiceIdentifier } from "inversify";
import { LazyServiceIdentifier } from "inversify";
import { RpcCall } from "../../../decorators/rpc-call.js";
import { isOfCall, isSingleton } from "./bindings.js";
import { lostInjections } from "./inherited-injections.js";

/** What is asked of the container, as the constraints of its bindings see it. */
interface Asked extends BindingConstraints {
  /** Whether nothing may be bound to it: it is optional, or a list. */
  dispensable: boolean;
  /** Whether the bindings of parent containers are asked for as well. */
  chained: boolean;
}

/** One thing that something is made from. */
interface Need {
  asked: Asked;
  /** What to say when nobody bound it. */
  missing: string;
}

/**
 * Follows what services are made from, without making any of it, so that a forgotten binding or a circle
 * shows at boot and not at the first call.
 */
export class Dependencies {
  /** What was followed already, and what in it each call has its own of; what it misses is said once. */
  readonly #seen = new Map<object, string | undefined>();
  /** What is being followed, each needed by the one before it. */
  readonly #trail: Binding<unknown>[] = [];

  /** @param problem Takes each reason why something could not be made, with the fix. */
  constructor(
    readonly bindings: BindingService,
    readonly problem: (text: string) => void,
  ) {}

  /**
   * Follows all that the container needs to make what is bound here.
   *
   * @returns whether each call has its own of it, or of something in it.
   */
  follow(binding: Binding<unknown>): boolean {
    const ofCall = this.#follow(binding, {
      serviceIdentifier: binding.serviceIdentifier,
      name: undefined,
      tags: new Map(),
      getAncestor: () => undefined,
      dispensable: false,
      chained: false,
    });
    return ofCall !== undefined;
  }

  /** Gives the name of what each call has its own of: the thing itself, or the first found in it. */
  #follow(binding: Binding<unknown>, asked: Asked): string | undefined {
    const maker = makerOf(binding);
    const start = this.#trail.findIndex((other) => makerOf(other) === maker);
    if (start !== -1) this.problem(circle([...this.#trail.slice(start), binding]));
    const isKnown = this.#seen.has(maker);
    if (!isKnown) {
      this.#seen.set(maker, undefined);
      this.#trail.push(binding);
      const inIt = this.#needsOf(binding, asked).map((need) => this.#look(need));
      this.#seen.set(
        maker,
        inIt.find((name) => name !== undefined),
      );
      this.#trail.pop();
    }
    if (isOfCall(binding)) return nameOf(binding.serviceIdentifier);
    const ofCall = this.#seen.get(maker);
    if (ofCall === undefined || !isSingleton(binding)) return ofCall;
    if (!isKnown) this.problem(captive(nameOf(binding.serviceIdentifier), ofCall));
    return undefined;
  }

  #look({ asked, missing }: Need): string | undefined {
    const { serviceIdentifier, chained, dispensable } = asked;
    if (serviceIdentifier === RpcCall) return "RpcCall";
    const bindings = chained
      ? this.bindings.getChained(serviceIdentifier)
      : (this.bindings.get(serviceIdentifier) ?? []);
    const fitting = [...bindings].filter((binding) => binding.isSatisfiedBy(asked));
    if (fitting.length === 0 && !dispensable) this.problem(missing);
    return fitting.map((binding) => this.#follow(binding, asked)).find((name) => name !== undefined);
  }

  #needsOf(binding: Binding<unknown>, asked: Asked): Need[] {
    switch (binding.type) {
      case "Instance":
        return this.#needsOfClass(binding.implementationType, asked);
      case "ResolvedValue":
        return binding.metadata.arguments.map((argument, index) =>
          need(`${nameOf(binding.serviceIdentifier)}, factory argument ${index + 1}`, argument, asked),
        );
      case "ServiceRedirection": {
        const target = binding.targetServiceIdentifier;
        const missing = `${nameOf(binding.serviceIdentifier)} stands for ${nameOf(target)}, which nobody bound; bind it in the container`;
        return [{ asked: { ...asked, serviceIdentifier: target, getAncestor: () => asked }, missing }];
      }
      default:
        return [];
    }
  }

  #needsOfClass(implementation: Newable<unknown>, parent: Asked): Need[] {
    let metadata: ReturnType<typeof getClassMetadata>;
    try {
      metadata = getClassMetadata(implementation);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.problem(`${implementation.name} cannot be made: ${why}`);
      return [];
    }
    for (const lost of lostInjections(implementation)) this.problem(lost);
    const places = [
      ...metadata.constructorArguments.map(
        (element, index) => [`constructor parameter ${index + 1}`, element] as const,
      ),
      ...[...metadata.properties].map(([key, element]) => [`property ${String(key)}`, element] as const),
    ];
    return places.flatMap(([place, element]) =>
      element.kind === ClassElementMetadataKind.unmanaged
        ? []
        : [need(`${implementation.name}, ${place}`, element, parent)],
    );
  }
}

function need(
  place: string,
  element: ManagedClassElementMetadata | ResolvedValueElementMetadata,
  parent: Asked,
): Need {
  const { value, name, tags, optional } = element;
  const serviceIdentifier = LazyServiceIdentifier.is(value) ? value.unwrap() : value;
  const isList = "chained" in element;
  const asked: Asked = {
    serviceIdentifier,
    name,
    tags,
    getAncestor: () => parent,
    dispensable: optional || isList,
    chained: isList && element.chained,
  };
  return { asked, missing: `${place}: ${unbound(serviceIdentifier)}` };
}

/** What tells two things apart that the container makes: a class, or the binding of a factory or an alias. */
const makerOf = (binding: Binding<unknown>): object =>
  binding.type === "Instance" ? binding.implementationType : binding;

function circle(bindings: readonly Binding<unknown>[]): string {
  const names = bindings.map((binding) =>
    nameOf(binding.type === "Instance" ? binding.implementationType : binding.serviceIdentifier),
  );
  return `${names.join(" -> ")}: each needs the next, so none can be made; let one ask for another later, as through toFactory()`;
}

const captive = (name: string, ofCall: string): string =>
  `${name} is a singleton, but each call has its own ${ofCall}; bind ${name} with inRequestScope(), or give ${ofCall} to its methods`;

/** inversify itself refuses emitted types that name nothing; only an unknown one gets this far. */
const unbound = (identifier: ServiceIdentifier | undefined): string =>
  identifier === undefined
    ? "its type is not known, as after a circular import; write @inject(identifier), or @unmanaged() for a value of its own"
    : `nobody bound ${nameOf(identifier)}; bind it in the container`;

const nameOf = (identifier: ServiceIdentifier): string =>
  typeof identifier === "function" ? identifier.name : String(identifier);
