import type { Container, Newable } from "inversify";
import type { PayloadLimits } from "../../decorators/metadata.js";
import type { RpcCall, RpcReply } from "../../decorators/rpc-call.js";
import { RpcError } from "../../decorators/rpc-error.js";
import type { RpcEmitter } from "../../decorators/rpc-event.js";
import type { RpcParams } from "../shared/messages.js";
import { DEFAULT_PAYLOAD_LIMITS } from "../validation/payload-limits.js";
import { createContainer } from "./boot/container.js";
import { CallContext, localSender } from "./call-context.js";
import type { GlobalEnhancers } from "./pipeline/enhancers.js";
import type { Stage } from "./pipeline/stages.js";
import { Registry } from "./registry.js";

/** What a router serves, what its calls may carry and what surrounds them. Everything may be left out. */
export interface RPCRouterOptions extends GlobalEnhancers {
  /** Scanned for `@RpcDomain` classes. Default: an empty container. */
  container?: Container;
  /** Payload limits of every method, where it has none of its own. */
  limits?: Partial<PayloadLimits>;
  /** Whether `currentCall()` gives the call that code runs for. Every call pays for it. Default false. */
  currentCall?: boolean;
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
  readonly #registry: Registry;

  constructor({
    container = createContainer(),
    limits,
    currentCall = false,
    ...global
  }: RPCRouterOptions = {}) {
    this.#registry = new Registry(container, global, { ...DEFAULT_PAYLOAD_LIMITS, ...limits }, currentCall);
    this.#registry.scan();
  }

  /** Names of all methods, as called. */
  get methods(): string[] {
    return [...this.#registry.methods.keys()];
  }

  /** Names of all events, as subscribed to. */
  get events(): string[] {
    return [...this.#registry.events.keys()];
  }

  /** Names of the methods that may be run twice for once. */
  get idempotent(): string[] {
    return this.methods.filter((name) => this.#registry.methods.get(name)?.idempotent);
  }

  /** Milliseconds a method has to answer, or a subscription to be made, by `@Timeout`; nothing when unlimited. */
  timeoutMs(name: string): number | undefined {
    const { methods, events } = this.#registry;
    return (methods.get(name) ?? events.get(name))?.timeoutMs;
  }

  /** What to call instead of a deprecated method; nothing when it is not. */
  deprecation(method: string): string | undefined {
    return this.#registry.methods.get(method)?.deprecated;
  }

  /** Items of a method's stream that may be under way; nothing when its author set no window. */
  streamWindow(method: string): number | undefined {
    return this.#registry.methods.get(method)?.streamWindow;
  }

  /**
   * Adds one service after boot: its class, bound in the container, or an instance of it; or one function
   * under a method name, e.g. a handler on its way from `ipcMain.handle`. A function's parameters are not
   * validated, only the payload limits hold; its name is one or more with dots between, each of which a
   * decorator would take.
   *
   * @throws RpcBootError as at construction, when a name is wrong or taken, and for what is neither a service
   * nor a function.
   */
  register(service: Newable | object): this;
  register(method: string, handler: RpcFunction): this;
  register(service: Newable | object | string, handler?: RpcFunction): this {
    if (typeof service === "string") this.#registry.addFunction(service, handler as () => unknown);
    else this.#registry.addService(service);
    return this;
  }

  /**
   * Makes what is bound eagerly, by `rpcDomain(Service, { eager: true })`; nothing when nothing is.
   *
   * @throws RpcBootError naming each that cannot be made, and why.
   */
  makeEager(): Promise<void> | undefined {
    return this.#registry.makeEager();
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
    return this.#through(this.#registry.methods.get(call.method)?.stage, call, "method");
  }

  /**
   * Gives the source of the event that `call.method` names, when the guards of its service let the caller.
   */
  async event(call: RpcCall): Promise<EventSource> {
    const entry = this.#registry.events.get(call.method);
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
}

/** By shape, so that a test may stand in for it. */
const isEmitter = (value: unknown): value is RpcEmitter<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "subscribe" in value &&
  typeof value.subscribe === "function";
