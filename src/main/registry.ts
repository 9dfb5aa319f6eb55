import type { Container, Newable } from "inversify";
import { type Class, type PayloadLimits, timeoutOf } from "../../decorators/metadata.js";
import { EAGER } from "../../decorators/rpc-domain-binding.js";
import { bindingsOf } from "./boot/bindings.js";
import { RpcBootError } from "./boot/boot-error.js";
import { Dependencies } from "./boot/dependencies.js";
import type { Domain } from "./boot/domain.js";
import { defineDomain } from "./boot/domain.js";
import { functionProblem, serviceProblem } from "./boot/registration.js";
import { scanClass, scanContainer } from "./boot/scan.js";
import { CallScopes } from "./pipeline/call-scopes.js";
import { compileEvent, compileFunction, compileMethod } from "./pipeline/compile.js";
import { keepingCall } from "./pipeline/current-call.js";
import type { GlobalEnhancers } from "./pipeline/enhancers.js";
import { EnhancerSource, UnusableEnhancer } from "./pipeline/enhancers.js";
import type { Stage } from "./pipeline/stages.js";
import { make, type UnmadeError } from "./pipeline/unmade.js";
import { MAX_NAME_LENGTH } from "./session/request.js";

/** One method, ready to run. */
export interface MethodEntry {
  stage: Stage;
  /** Milliseconds its author gives it. */
  timeoutMs?: number;
  /** Whether it may be run twice for once. */
  idempotent: boolean;
  /** What its author says to call instead. */
  deprecated?: string;
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
  readonly #scopes: CallScopes;

  constructor(
    readonly container: Container,
    readonly global: GlobalEnhancers,
    readonly limits: PayloadLimits,
    readonly keepsCalls: boolean,
  ) {
    this.#scopes = new CallScopes(container);
  }

  /** Adds every service of the container. */
  scan(): void {
    this.#addDomains(({ dependencies, problem }) => scanContainer(this.#scopes, dependencies, problem));
  }

  /** Makes what is bound eagerly. */
  makeEager(): Promise<void> | undefined {
    if (!this.container.isBound(EAGER)) return undefined;
    return makeAll(this.container, this.container.getAll<Newable>(EAGER));
  }

  /** Adds one service: its class, bound in the container, or an instance of it. */
  addService(service: Newable | object): void {
    this.#addDomains((boot) => [this.#domainOf(service, boot)]);
  }

  /** Adds one function under a method name. */
  addFunction(name: string, handler: (...params: unknown[]) => unknown): void {
    this.#add(({ enhancers, problem }) => {
      const wrong = functionProblem(name, handler);
      if (wrong !== undefined) problem(wrong);
      const methods = compiled(name, `"${name}"`, problem, () => ({
        stage: compileFunction(handler, enhancers, this.global, this.limits),
        idempotent: false,
      }));
      return { methods, events: [] };
    });
  }

  #domainOf(service: Newable | object, { dependencies, problem }: Boot): Domain | undefined {
    const wrong = serviceProblem(service);
    if (wrong !== undefined) {
      problem(wrong);
      return undefined;
    }
    if (typeof service === "function") {
      return scanClass(this.#scopes, service as Newable, dependencies, problem);
    }
    return defineDomain(service.constructor as Class, () => Promise.resolve(service), problem);
  }

  #addDomains(find: (boot: Boot) => (Domain | undefined)[]): void {
    this.#add((boot) => {
      const domains = find(boot).filter((domain) => domain !== undefined);
      return {
        methods: domains.flatMap((domain) => this.#compileMethods(domain, boot)),
        events: domains.flatMap((domain) => this.#compileEvents(domain, boot)),
      };
    });
  }

  /** Adds entries, or none of them and every problem named. */
  #add(make: (boot: Boot) => Entries): void {
    const problems: string[] = [];
    const problem: Problem = (text) => void problems.push(text);
    const dependencies = new Dependencies(bindingsOf(this.container), problem);
    const enhancers = new EnhancerSource(this.container, dependencies, this.#scopes);
    const { methods, events } = make({ dependencies, enhancers, problem });
    for (const [name] of [...methods, ...events]) {
      if (this.methods.has(name) || this.events.has(name)) problem(alreadyRegistered(name));
      if (name.length > MAX_NAME_LENGTH) problem(tooLong(name));
    }
    if (problems.length > 0) throw new RpcBootError(problems);
    for (const [name, entry] of methods) this.methods.set(name, this.#kept(entry));
    for (const [name, entry] of events) this.events.set(name, this.#kept(entry));
  }

  #kept<Entry extends { stage: Stage }>(entry: Entry): Entry {
    return this.keepsCalls ? { ...entry, stage: keepingCall(entry.stage) } : entry;
  }

  #compileMethods(domain: Domain, { enhancers, problem }: Boot): [string, MethodEntry][] {
    const { name, implementation, instance, methods } = domain;
    return [...methods].flatMap(([method, definition]) => {
      const { key, declaredBy, options } = definition;
      return compiled(`${name}.${method}`, `${implementation.name}.${key}`, problem, () => {
        const timeoutMs = timeoutOf(implementation, declaredBy, key);
        const { streamWindow, deprecated } = options;
        return {
          stage: compileMethod(definition, implementation, instance, enhancers, this.global, this.limits),
          idempotent: options.idempotent === true,
          ...(timeoutMs !== undefined && { timeoutMs }),
          ...(streamWindow !== undefined && { streamWindow }),
          ...(deprecated !== undefined && { deprecated }),
        };
      });
    });
  }

  #compileEvents(
    { name, implementation, instance, events }: Domain,
    { enhancers, problem }: Boot,
  ): [string, EventEntry][] {
    return [...events].flatMap(([event, { key, options }]) =>
      compiled(`${name}.${event}`, `${implementation.name}.${key}`, problem, () => {
        const timeoutMs = timeoutOf(implementation, implementation, key);
        return {
          stage: compileEvent(key, implementation, instance, enhancers, this.global),
          replay: options.replay === "last",
          ...(timeoutMs !== undefined && { timeoutMs }),
        };
      }),
    );
  }
}

async function makeAll(container: Container, services: readonly Newable[]): Promise<void> {
  const outcomes = await Promise.allSettled(services.map((service) => make(container, service)));
  const problems = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected" ? [unmade(services[index] as Newable, outcome.reason)] : [],
  );
  if (problems.length > 0) throw new RpcBootError(problems);
}

type Problem = (text: string) => void;

/** What one round of additions is made with. */
interface Boot {
  dependencies: Dependencies;
  enhancers: EnhancerSource;
  problem: Problem;
}

interface Entries {
  methods: [name: string, MethodEntry][];
  events: [name: string, EventEntry][];
}

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

/** With all that stands behind it: inversify's own error names the method, and the author's says why. */
function unmade(service: Newable, { cause }: UnmadeError): string {
  const reasons: string[] = [];
  for (let at: unknown = cause; at instanceof Error && reasons.length < 8; at = at.cause)
    reasons.push(at.message);
  return `${service.name} could not be made: ${reasons.join(": ") || String(cause)}`;
}

const alreadyRegistered = (name: string) => `"${name}" is registered already; register it once`;

const tooLong = (name: string) =>
  `"${name}" is longer than ${MAX_NAME_LENGTH} characters; choose a shorter name`;
