import type { Container, Newable } from "inversify";
import type { Class, PayloadLimits } from "../../decorators/metadata.js";
import type { RpcCall, RpcReply } from "../../decorators/rpc-call.js";
import { RpcError } from "../../decorators/rpc-error.js";
import type { RpcEmitter } from "../../decorators/rpc-event.js";
import type { RpcParams } from "../shared/messages.js";
import { RpcBootError } from "./boot/boot-error.js";
import { createContainer } from "./boot/container.js";
import type { Domain } from "./boot/domain.js";
import { defineDomain } from "./boot/domain.js";
import { scanContainer } from "./boot/scan.js";
import { CallContext, localSender } from "./call-context.js";
import { compileEvent, compileFunction, compileMethod } from "./pipeline/compile.js";
import type { GlobalEnhancers } from "./pipeline/enhancers.js";
import { EnhancerSource, UnboundEnhancer } from "./pipeline/enhancers.js";
import { instanceProvider } from "./pipeline/instance-provider.js";
import type { Stage } from "./pipeline/stages.js";
import { DEFAULT_PAYLOAD_LIMITS } from "./validation/payload-limits.js";

export interface RPCRouterOptions extends GlobalEnhancers {
  /** Scanned for `@RpcDomain` classes. Default: an empty container. */
  container?: Container;
  /** Payload limits of every method, where it has none of its own. */
  limits?: Partial<PayloadLimits>;
}

/** A function called by its method name, for what has no class yet. It gets the parameters unchecked. */
export type RpcFunction = (...params: never[]) => unknown;

/**
 * Knows every method by its name and runs the pipeline compiled for it. Only what is registered can be
 * called; a name is looked up in a Map, never on an object.
 *
 * @throws RpcBootError at construction, when a service of the container cannot be served.
 */
export class RPCRouter {
  readonly #methods = new Map<string, Stage>();
  readonly #events = new Map<string, Stage>();
  readonly #options: RPCRouterOptions;
  readonly #container: Container;
  readonly #limits: PayloadLimits;
  readonly #enhancers: EnhancerSource;

  constructor(options: RPCRouterOptions = {}) {
    this.#options = options;
    this.#container = options.container ?? createContainer();
    this.#limits = { ...DEFAULT_PAYLOAD_LIMITS, ...options.limits };
    this.#enhancers = new EnhancerSource(this.#container);
    this.#boot((problem) => scanContainer(this.#container, problem));
  }

  /** Names of all methods, as called. */
  get methods(): string[] {
    return [...this.#methods.keys()];
  }

  /** Names of all events, as subscribed to. */
  get events(): string[] {
    return [...this.#events.keys()];
  }

  /**
   * Adds one service after boot: its class, bound in the container, or an instance of it; or one function
   * under a method name, e.g. a handler on its way from `ipcMain.handle`. A function's parameters are not
   * validated, only the payload limits hold.
   *
   * @throws RpcBootError as at construction, and when a name is taken.
   */
  register(service: Newable | object): this;
  register(method: string, handler: RpcFunction): this;
  register(service: Newable | object | string, handler?: RpcFunction): this {
    if (typeof service === "string") this.#registerFunction(service, handler as RpcFunction);
    else this.#boot((problem) => [defineDomain(...this.#providerOf(service), problem)]);
    return this;
  }

  /**
   * Calls a method as code in this process and gives its result.
   *
   * @param params A list of arguments; an object in its place is the one argument.
   * @throws RpcError what the method throws, METHOD_NOT_FOUND, INVALID_PARAMS and the like.
   */
  async route(method: string, params?: RpcParams): Promise<unknown> {
    return (await this.run(new CallContext({ method, ...(params && { params }) }, localSender, "local")))
      .result;
  }

  /**
   * The full form: runs a call's pipeline. What it throws is what the pipeline threw, declared or not.
   */
  run(call: RpcCall): Promise<RpcReply> {
    return this.#through(this.#methods.get(call.method), call, "method");
  }

  /**
   * Gives the emitter of the event that `call.method` names, when the guards of its service let the caller.
   */
  async emitter(call: RpcCall): Promise<RpcEmitter<unknown>> {
    const { result } = await this.#through(this.#events.get(call.method), call, "event");
    if (isEmitter(result)) return result;
    throw new TypeError(`${call.method} is decorated with @RpcEvent() but holds no RpcEmitter`);
  }

  async #through(stage: Stage | undefined, call: RpcCall, kind: string): Promise<RpcReply> {
    if (stage === undefined) throw new RpcError("METHOD_NOT_FOUND", `No such ${kind}: ${call.method}`);
    const reply: RpcReply = { result: undefined };
    await stage(call, reply);
    return reply;
  }

  #registerFunction(name: string, handler: (...params: never[]) => unknown): void {
    if (name.startsWith("rpc."))
      throw new RpcBootError([`"${name}" begins with "rpc.", which is the protocol's own`]);
    if (this.#methods.has(name)) throw new RpcBootError([alreadyRegistered(name)]);
    this.#methods.set(
      name,
      compileFunction(handler as () => unknown, this.#enhancers, this.#options, this.#limits),
    );
  }

  #providerOf(service: Newable | object): [Class, Domain["instance"]] {
    if (typeof service !== "function") return [service.constructor as Class, () => Promise.resolve(service)];
    return [service as Class, instanceProvider(this.#container, service as Newable<object>, true)];
  }

  /** Adds domains, or none of them and every problem named. */
  #boot(find: (problem: Problem) => (Domain | undefined)[]): void {
    const problems: string[] = [];
    const problem: Problem = (text) => void problems.push(text);
    const domains = find(problem).filter((domain) => domain !== undefined);
    const methods = domains.flatMap((domain) => this.#compileMethods(domain, problem));
    const events = domains.flatMap((domain) => this.#compileEvents(domain, problem));
    for (const [name] of [...methods, ...events]) {
      if (this.#methods.has(name) || this.#events.has(name)) problem(alreadyRegistered(name));
    }
    if (problems.length > 0) throw new RpcBootError(problems);
    for (const [name, stage] of methods) this.#methods.set(name, stage);
    for (const [name, stage] of events) this.#events.set(name, stage);
  }

  #compileMethods({ name, implementation, instance, methods }: Domain, problem: Problem): [string, Stage][] {
    return [...methods].flatMap(([method, definition]) =>
      compiled(`${name}.${method}`, `${implementation.name}.${definition.key}`, problem, () =>
        compileMethod(definition, implementation, instance, this.#enhancers, this.#options, this.#limits),
      ),
    );
  }

  #compileEvents({ name, implementation, instance, events }: Domain, problem: Problem): [string, Stage][] {
    return [...events].flatMap(([event, key]) =>
      compiled(`${name}.${event}`, `${implementation.name}.${key}`, problem, () =>
        compileEvent(key, implementation, instance, this.#enhancers, this.#options),
      ),
    );
  }
}

type Problem = (text: string) => void;

/** A named stage, or none and its problem told. */
function compiled(name: string, member: string, problem: Problem, compile: () => Stage): [string, Stage][] {
  try {
    return [[name, compile()]];
  } catch (error) {
    if (!(error instanceof UnboundEnhancer)) throw error;
    problem(`${member}: ${error.message}`);
    return [];
  }
}

/** By shape, so that a test may stand in for it. */
const isEmitter = (value: unknown): value is RpcEmitter<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "subscribe" in value &&
  typeof value.subscribe === "function";

const alreadyRegistered = (name: string) => `"${name}" is registered already; register it once`;
