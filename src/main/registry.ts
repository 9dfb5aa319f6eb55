import type { Container, Newable } from "inversify";
import { type Class, type PayloadLimits, timeoutOf } from "../../decorators/metadata.js";
import { RpcBootError } from "./boot/boot-error.js";
import type { Domain } from "./boot/domain.js";
import { defineDomain } from "./boot/domain.js";
import { scanClass, scanContainer } from "./boot/scan.js";
import { compileEvent, compileFunction, compileMethod } from "./pipeline/compile.js";
import type { GlobalEnhancers } from "./pipeline/enhancers.js";
import { EnhancerSource, UnusableEnhancer } from "./pipeline/enhancers.js";
import type { Stage } from "./pipeline/stages.js";

/** One method, ready to run. */
export interface MethodEntry {
  stage: Stage;
  /** Milliseconds its author gives it. */
  timeoutMs?: number;
  /** Whether it may be run twice for once. */
  idempotent: boolean;
  /** Items of its stream that its author lets be under way. */
  streamWindow?: number;
}

/** One event: the stage finds its emitter. */
export interface EventEntry {
  stage: Stage;
  /** Whether a new subscriber is given the latest value. */
  replay: boolean;
  /** Milliseconds the author of its service gives it to be found. */
  timeoutMs?: number;
}

/** Every method and event by its name on the wire, with the pipeline compiled for it. */
export class Registry {
  readonly methods = new Map<string, MethodEntry>();
  readonly events = new Map<string, EventEntry>();
  readonly #enhancers: EnhancerSource;

  constructor(
    readonly container: Container,
    readonly global: GlobalEnhancers,
    readonly limits: PayloadLimits,
  ) {
    this.#enhancers = new EnhancerSource(container);
  }

  /** Adds every service of the container. */
  scan(): void {
    this.#add((problem) => scanContainer(this.container, problem));
  }

  /** Adds one service: its class, bound in the container, or an instance of it. */
  addService(service: Newable | object): void {
    this.#add((problem) => [this.#domainOf(service, problem)]);
  }

  /** Adds one function under a method name. */
  addFunction(name: string, handler: (...params: unknown[]) => unknown): void {
    if (name.startsWith("rpc."))
      throw new RpcBootError([`"${name}" begins with "rpc.", which is the protocol's own`]);
    if (this.methods.has(name)) throw new RpcBootError([alreadyRegistered(name)]);
    const stage = compileFunction(handler, this.#enhancers, this.global, this.limits);
    this.methods.set(name, { stage, idempotent: false });
  }

  #domainOf(service: Newable | object, problem: Problem): Domain | undefined {
    if (typeof service === "function") return scanClass(this.container, service as Newable, problem);
    return defineDomain(service.constructor as Class, () => Promise.resolve(service), problem);
  }

  /** Adds domains, or none of them and every problem named. */
  #add(find: (problem: Problem) => (Domain | undefined)[]): void {
    const problems: string[] = [];
    const problem: Problem = (text) => void problems.push(text);
    const domains = find(problem).filter((domain) => domain !== undefined);
    const methods = domains.flatMap((domain) => this.#compileMethods(domain, problem));
    const events = domains.flatMap((domain) => this.#compileEvents(domain, problem));
    for (const [name] of [...methods, ...events]) {
      if (this.methods.has(name) || this.events.has(name)) problem(alreadyRegistered(name));
    }
    if (problems.length > 0) throw new RpcBootError(problems);
    for (const [name, entry] of methods) this.methods.set(name, entry);
    for (const [name, entry] of events) this.events.set(name, entry);
  }

  #compileMethods(domain: Domain, problem: Problem): [string, MethodEntry][] {
    const { name, implementation, instance, methods } = domain;
    return [...methods].flatMap(([method, definition]) => {
      const { key, declaredBy, options } = definition;
      return compiled(`${name}.${method}`, `${implementation.name}.${key}`, problem, () => {
        const timeoutMs = timeoutOf(implementation, declaredBy, key);
        const { streamWindow } = options;
        return {
          stage: compileMethod(
            definition,
            implementation,
            instance,
            this.#enhancers,
            this.global,
            this.limits,
          ),
          idempotent: options.idempotent === true,
          ...(timeoutMs !== undefined && { timeoutMs }),
          ...(streamWindow !== undefined && { streamWindow }),
        };
      });
    });
  }

  #compileEvents(
    { name, implementation, instance, events }: Domain,
    problem: Problem,
  ): [string, EventEntry][] {
    return [...events].flatMap(([event, { key, options }]) =>
      compiled(`${name}.${event}`, `${implementation.name}.${key}`, problem, () => {
        const timeoutMs = timeoutOf(implementation, implementation, key);
        return {
          stage: compileEvent(key, implementation, instance, this.#enhancers, this.global),
          replay: options.replay === "last",
          ...(timeoutMs !== undefined && { timeoutMs }),
        };
      }),
    );
  }
}

type Problem = (text: string) => void;

/** A named entry, or none and its problem told. */
function compiled<Entry>(
  name: string,
  member: string,
  problem: Problem,
  compile: () => Entry,
): [string, Entry][] {
  try {
    return [[name, compile()]];
  } catch (error) {
    if (!(error instanceof UnusableEnhancer)) throw error;
    problem(`${member}: ${error.message}`);
    return [];
  }
}

const alreadyRegistered = (name: string) => `"${name}" is registered already; register it once`;
