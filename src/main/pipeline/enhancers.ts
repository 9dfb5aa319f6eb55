import type { ErrorFilter, Guard, Interceptor, Pipe } from "@inversifyjs/framework-core";
import {
  getCatchErrorMetadata,
  getClassErrorFilterMetadata,
  getClassGuardList,
  getClassInterceptorList,
  getClassMethodErrorFilterMetadata,
  getClassMethodGuardList,
  getClassMethodInterceptorList,
  isPipe,
} from "@inversifyjs/framework-core";
import type { Container, Newable, ServiceIdentifier } from "inversify";
import type { Class } from "../../../decorators/metadata.js";
import { lineage } from "../../../decorators/metadata.js";
import type { RpcCall, RpcReply } from "../../../decorators/rpc-call.js";
import { isSingleton } from "../boot/bindings.js";
import type { Dependencies } from "../boot/dependencies.js";
import type { InstanceProvider } from "../boot/domain.js";
import type { CallScopes } from "./call-scopes.js";
import { instanceProvider } from "./instance-provider.js";

/**
 * Says whether a call may be made, before anything of it is validated: false is FORBIDDEN to the caller, and an
 * RpcError it throws goes to the caller instead. For `@UseGuard` and `guards`.
 */
export type RpcGuard = Guard<RpcCall>;

/**
 * Runs around validation and the handler: `next()` is the rest of the way, after which `reply.result` may be
 * read, set or transformed. For `@UseInterceptor` and `interceptors`.
 */
export type RpcInterceptor = Interceptor<RpcCall, RpcReply>;

/**
 * Is given the errors of the classes in its `@CatchError`: what it returns is the result, what it throws the
 * error. For `@UseErrorFilter` and `errorFilters`.
 */
export type RpcErrorFilter = ErrorFilter<unknown, RpcCall, RpcReply, unknown>;

/** Guards, interceptors, error filters and pipes for every method of a server, bound in its container. */
export interface GlobalEnhancers {
  guards?: readonly ServiceIdentifier<RpcGuard>[];
  interceptors?: readonly ServiceIdentifier<RpcInterceptor>[];
  errorFilters?: readonly Newable<RpcErrorFilter>[];
  pipes?: readonly (ServiceIdentifier<Pipe> | Pipe)[];
}

/** What surrounds one method, outermost first. */
export interface Enhancers {
  guards: readonly ServiceIdentifier<RpcGuard>[];
  interceptors: readonly ServiceIdentifier<RpcInterceptor>[];
  /** Nearest first: the method's, the class's, the server's. */
  errorFilters: readonly Newable<RpcErrorFilter>[];
}

/**
 * Collects what surrounds a method: the server's, then each class's from the oldest ancestor down, then the
 * method's own. Ancestors count, or a subclass would shed its parent's guards.
 */
export function enhancersOf(implementation: Class, key: string, global: GlobalEnhancers): Enhancers {
  const ancestry = oldestFirst(implementation);
  const guards = [
    ...classGuardsOf(implementation, global),
    ...ancestry.flatMap((at) => getClassMethodGuardList(at, key)),
  ];
  const interceptors = [
    ...(global.interceptors ?? []),
    ...ancestry.flatMap((at) => getClassInterceptorList(at)),
    ...ancestry.flatMap((at) => getClassMethodInterceptorList(at, key)),
  ];
  const nearestFirst = ancestry.reverse();
  const errorFilters = [
    ...nearestFirst.flatMap((at) => [...getClassMethodErrorFilterMetadata(at, key)]),
    ...nearestFirst.flatMap((at) => [...getClassErrorFilterMetadata(at)]),
    ...(global.errorFilters ?? []),
  ];
  return { guards, interceptors, errorFilters } as Enhancers;
}

/** The guards of every member of a class: the server's, then each class's from the oldest ancestor down. */
export function classGuardsOf(implementation: Class, global: GlobalEnhancers): ServiceIdentifier<RpcGuard>[] {
  return [...(global.guards ?? []), ...oldestFirst(implementation).flatMap((at) => getClassGuardList(at))];
}

const oldestFirst = (implementation: Class): Newable[] =>
  [...lineage(implementation)].reverse() as unknown as Newable[];

/** Finds enhancers in the container, each when first needed. */
export class EnhancerSource {
  /** @param dependencies Told of each enhancer, for what it is made from may be missing too. */
  constructor(
    readonly container: Container,
    readonly dependencies: Dependencies,
    readonly scopes: CallScopes,
  ) {}

  /** @throws UnusableEnhancer when nobody bound it. */
  provide<T extends object>(identifier: ServiceIdentifier<T>, role: string): InstanceProvider<T> {
    const [binding] = this.dependencies.bindings.get(identifier) ?? [];
    if (binding === undefined) {
      throw new UnusableEnhancer(role, identifier, "is not bound; bind it in the container");
    }
    const isPerCall = this.dependencies.follow(binding);
    return instanceProvider(
      this.container,
      identifier,
      isSingleton(binding),
      isPerCall ? this.scopes : undefined,
    );
  }

  /** @throws UnusableEnhancer also when it would catch nothing. */
  errorFilter(filter: Newable<RpcErrorFilter>): InstanceProvider<RpcErrorFilter> {
    if (getCatchErrorMetadata(filter).size === 0) {
      throw new UnusableEnhancer("error filter", filter, "catches nothing; add @CatchError() to its class");
    }
    return this.provide(filter, "error filter");
  }

  pipe(pipe: unknown): InstanceProvider<Pipe> {
    return isPipe(pipe) ? () => Promise.resolve(pipe) : this.provide(pipe as ServiceIdentifier<Pipe>, "pipe");
  }
}

/** An enhancer that was asked for cannot work. */
export class UnusableEnhancer extends Error {
  constructor(role: string, identifier: ServiceIdentifier, why: string) {
    const name = typeof identifier === "function" ? identifier.name : String(identifier);
    super(`the ${role} ${name} ${why}`);
  }
}
