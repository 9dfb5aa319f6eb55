import type { Class, EventMetadata } from "../../../decorators/metadata.js";
import {
  domainOf,
  eventsOf,
  lineage,
  methodsOf,
  ownEvents,
  ownMethods,
} from "../../../decorators/metadata.js";
import type { RpcCall } from "../../../decorators/rpc-call.js";
import type { MethodDefinition } from "./method-definition.js";
import { defineMethod } from "./method-definition.js";

/** Gives the service; it is made when first asked for. */
export interface InstanceProvider<T = object> {
  (call: RpcCall): Promise<T>;
  /** Whether each call has its own, or something in it that is. */
  isPerCall?: boolean;
}

/** One service class as the router serves it. */
export interface Domain {
  name: string;
  implementation: Class;
  instance: InstanceProvider;
  /** By name on the wire, without the domain. */
  methods: ReadonlyMap<string, MethodDefinition>;
  /** By name on the wire, without the domain. */
  events: ReadonlyMap<string, EventMetadata>;
}

/** Whether a class has anything to do with the router: a domain, or members meant for one. */
export const concernsRpc = (implementation: Class): boolean =>
  domainOf(implementation) !== undefined ||
  methodsOf(implementation).size > 0 ||
  eventsOf(implementation).size > 0;

/**
 * Reads a service class.
 *
 * @param problem Takes each reason why it cannot be served, with the class, the method and the fix.
 */
export function defineDomain(
  implementation: Class,
  instance: InstanceProvider,
  problem: (text: string) => void,
): Domain | undefined {
  const name = domainOf(implementation);
  if (name === undefined) {
    problem(
      `${implementation.name} has @RpcMethod or @RpcEvent members but no domain; add @RpcDomain("name") to the class`,
    );
    return undefined;
  }
  const methods = new Map<string, MethodDefinition>();
  for (const [methodName, metadata] of methodsOf(implementation)) {
    const hidden = overrideWithoutDecorator(implementation, metadata.declaredBy, metadata.key);
    if (hidden !== undefined) {
      problem(
        `${hidden.name}.${metadata.key} overrides a method of ${metadata.declaredBy.name} without @RpcMethod; decorate the override too`,
      );
    }
    const other = otherKeyOfName(implementation, ownMethods, methodName, metadata.key);
    if (other !== undefined) problem(sameName(implementation, metadata.key, other, methodName));
    methods.set(methodName, defineMethod(metadata, problem));
  }
  const events = eventsOf(implementation);
  for (const [eventName, { key }] of events) {
    const other = otherKeyOfName(implementation, ownEvents, eventName, key);
    if (other !== undefined) problem(sameName(implementation, key, other, eventName));
    if (methods.has(eventName)) {
      problem(
        `${implementation.name}: a method and an event are both named "${eventName}"; give one of them another name`,
      );
    }
  }
  return { name, implementation, instance, methods, events };
}

/** The nearest class that overrides a method below the one that declares it to the router. */
function overrideWithoutDecorator(implementation: Class, declaredBy: Class, key: string): Class | undefined {
  for (const at of lineage(implementation)) {
    if (at === declaredBy) return undefined;
    if (Object.hasOwn(at.prototype, key)) return at;
  }
  return undefined;
}

function otherKeyOfName(
  implementation: Class,
  declaredBy: typeof ownMethods | typeof ownEvents,
  name: string,
  key: string,
): string | undefined {
  for (const at of lineage(implementation)) {
    const other = declaredBy(at).get(name)?.key;
    if (other !== undefined && other !== key) return other;
  }
  return undefined;
}

const sameName = ({ name: className }: Class, key: string, other: string, name: string): string =>
  `${className}: ${key} and ${other} are both named "${name}"; give one of them another name`;
