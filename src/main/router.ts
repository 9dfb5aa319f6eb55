import type { Container, Newable } from "inversify";
import { type Class, type PayloadLimits, timeoutOf } from "../../decorators/metadata.js";
import type { RpcCall, RpcReply } from "../../decorators/rpc-call.js";
import { RpcError } from "../../decorators/rpc-error.js";
import type { RpcEmitter } from "../../decorators/rpc-event.js";
import type { RpcParams } from "../shared/messages.js";
import { RpcBootError } from "./boot/boot-error.js";
import { createContainer } from "./boot/container.js";
import type { Domain } from "./boot/domain.js";
import { defineDomain } from "./boot/domain.js";
import { scanClass, scanContainer } from "./boot/scan.js";
import { CallContext, localSender } from "./call-context.js";
import { compileEvent, compileFunction, compileMethod } from "./pipeline/compile.js";
import type { GlobalEnhancers } from "./pipeline/enhancers.js";
import { EnhancerSource, UnusableEnhancer } from "./pipeline/enhancers.js";
import type { Stage } from "./pipeline/stages.js";
import { DEFAULT_PAYLOAD_LIMITS } from "./validation/payload-limits.js";

export interface RPCRouterOptions extends GlobalEnhancers {
  /** Scanned for `@RpcDomain` classes. Default: an empty container. */
  container?: Container;
  /** Payload limits of every method, where it has none of its own. */
  limits?: Partial<PayloadLimits>;
}

/** One method as the router runs it. */
interface MethodEntry {
  stage: Stage;
  /** Milliseconds its author gives it. */
  timeoutMs?: number;
  idempotent: boolean;
}

/** One event: the stage finds its emitter. */
interface EventEntry {
  stage: Stage;
  replay: boolean;
}

/** An event's source, and whether a new subscriber is given the latest value. */
export interface EventSource {
  emitter: RpcEmitter<unknown>;
  replay: boolean;
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
  readonly #methods = new Map<string, MethodEntry>();
  readonly #events = new Map<string, EventEntry>();
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

  /** Names of the methods that may be run twice for once. */
  get idempotent(): string[] {
    return this.methods.filter((name) => this.#methods.get(name)?.idempotent);
  }

  /** Milliseconds a method has to answer, by `@Timeout`; nothing when its author set no limit. */
  timeoutMs(method: string): number | undefined {
    return this.#methods.get(method)?.timeoutMs;
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
    else this.#boot((problem) => [this.#domainOf(service, problem)]);
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
    return this.#through(this.#methods.get(call.method)?.stage, call, "method");
  }

  /**
   * Gives the source of the event that `call.method` names, when the guards of its service let the caller.
   */
  async event(call: RpcCall): Promise<EventSource> {
    const entry = this.#events.get(call.method);
    const { result } = await this.#through(entry?.stage, call, "event");
    if (isEmitter(result)) return { emitter: result, replay: entry?.replay === true };
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
    const stage = compileFunction(handler as () => unknown, this.#enhancers, this.#options, this.#limits);
    this.#methods.set(name, { stage, idempotent: false });
  }

  #domainOf(service: Newable | object, problem: Problem): Domain | undefined {
    if (typeof service === "function") return scanClass(this.#container, service as Newable, problem);
    return defineDomain(service.constructor as Class, () => Promise.resolve(service), problem);
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
    for (const [name, entry] of methods) this.#methods.set(name, entry);
    for (const [name, entry] of events) this.#events.set(name, entry);
  }

  #compileMethods(domain: Domain, problem: Problem): [string, MethodEntry][] {
    const { name, implementation, instance, methods } = domain;
    return [...methods].flatMap(([method, definition]) => {
      const { key, declaredBy, options } = definition;
      return compiled(`${name}.${method}`, `${implementation.name}.${key}`, problem, () => {
        const timeoutMs = timeoutOf(implementation, declaredBy, key);
        return {
          stage: compileMethod(
            definition,
            implementation,
            instance,
            this.#enhancers,
            this.#options,
            this.#limits,
          ),
          idempotent: options.idempotent === true,
          ...(timeoutMs !== undefined && { timeoutMs }),
        };
      });
    });
  }

  #compileEvents(
    { name, implementation, instance, events }: Domain,
    problem: Problem,
  ): [string, EventEntry][] {
    return [...events].flatMap(([event, { key, options }]) =>
      compiled(`${name}.${event}`, `${implementation.name}.${key}`, problem, () => ({
        stage: compileEvent(key, implementation, instance, this.#enhancers, this.#options),
        replay: options.replay === "last",
      })),
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

/** By shape, so that a test may stand in for it. */
const isEmitter = (value: unknown): value is RpcEmitter<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "subscribe" in value &&
  typeof value.subscribe === "function";

const alreadyRegistered = (name: string) => `"${name}" is registered already; register it once`;
