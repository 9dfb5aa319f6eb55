import {
  type AnyFunction,
  createPacker,
  createUnpacker,
  type Packed,
  type Receiver,
  type Sender,
} from "./pass-value.js";
import { isProxyObject } from "./proxy-objects.js";

type Request =
  | { op: "call"; id: number; args: Packed[] }
  | { op: "expose"; key: string; api: Packed }
  | { op: "settle"; id: number; how: "resolve" | "reject"; value: Packed };
type Reply = { returned: Packed } | { thrown: string };

// Taken while they exist: they vanish from a window whose frame was removed.
const { CustomEvent } = globalThis;

/**
 * One end of the bridge between the page's world and the isolated world of the same document.
 *
 * Both worlds see the same DOM, so they share one private `EventTarget`: an event dispatched by one world runs
 * the other's listener before `dispatchEvent` returns, and Blink structured-clones `CustomEvent.detail` for the
 * world that reads it. Rules of calls: Electron `electron_api_context_bridge.cc`, ProxyFunctionWrapper; of
 * promises: the branch for promises of PassValueToOtherContextInner; of exposing: ExposeAPI and DeepFreeze.
 */
export class WorldCrossing implements Sender, Receiver {
  readonly #channel: EventTarget;
  readonly #other: string;
  #lastId = 0;
  readonly #functions = new Map<number, { value: AnyFunction; receiver: unknown }>();
  readonly #idsOfProxies = new WeakMap<AnyFunction, number>();
  readonly #waiting = new Map<number, Record<"resolve" | "reject", (value: unknown) => void>>();

  constructor(channel: EventTarget, own: "main" | "isolated") {
    this.#channel = channel;
    this.#other = own === "main" ? "isolated" : "main";
    channel.addEventListener(own, (event) => {
      const { replyTo, request } = (event as CustomEvent<{ replyTo: string; request: Request }>).detail;
      const reply = this.#answer(request);
      channel.dispatchEvent(new CustomEvent(replyTo, { detail: reply }));
    });
  }

  /** Puts a frozen copy of `api` on the other world's window. */
  expose(key: string, api: unknown): void {
    this.#ask({ op: "expose", key, api: createPacker(this)(api) });
  }

  keepFunction(value: AnyFunction, receiver: unknown): { kind: "function" | "original"; id: number } {
    const id = this.#idsOfProxies.get(value);
    if (id !== undefined) return { kind: "original", id };
    this.#functions.set(++this.#lastId, { value, receiver });
    return { kind: "function", id: this.#lastId };
  }

  keepPromise(promise: Promise<unknown>): number {
    const id = ++this.#lastId;
    const settle = (how: "resolve" | "reject", value: Packed) => this.#ask({ op: "settle", id, how, value });
    const pass = (how: "resolve" | "reject") => (value: unknown) => {
      let packed: Packed;
      try {
        packed = createPacker(this)(value);
      } catch (error) {
        settle("reject", { kind: "error", message: `Uncaught ${error}` });
        return;
      }
      settle(how, packed);
    };
    promise.then(pass("resolve"), pass("reject"));
    return id;
  }

  isProxyObject(value: object): boolean {
    return isProxyObject(value);
  }

  proxyFunction(id: number): AnyFunction {
    const proxy: AnyFunction = (...args) => {
      const reply = this.#ask({ op: "call", id, args: args.map(createPacker(this)) });
      return createUnpacker(this)(reply);
    };
    Object.defineProperty(proxy, "name", { value: "" });
    this.#idsOfProxies.set(proxy, id);
    return proxy;
  }

  originalFunction(id: number): AnyFunction {
    return this.#functions.get(id)!.value;
  }

  proxyPromise(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #ask(request: Request): Packed {
    const replyTo = `reply-to-${this.#other}-${++this.#lastId}`;
    let reply: Reply | undefined;
    const listener = (event: Event) => {
      reply = (event as CustomEvent<Reply>).detail;
    };
    this.#channel.addEventListener(replyTo, listener, { once: true });
    this.#channel.dispatchEvent(new CustomEvent(this.#other, { detail: { replyTo, request } }));
    // No listener runs in a document whose frame is gone. Words: `electron_api_ipc_renderer.cc`.
    if (!reply) throw new Error("IPC method called after context was released");
    if ("thrown" in reply) throw new Error(reply.thrown);
    return reply.returned;
  }

  #answer(request: Request): Reply {
    try {
      if (request.op === "call") return this.#run(request.id, request.args);
      if (request.op === "expose") this.#receive(request.key, request.api);
      else this.#settle(request.id, request.how, request.value);
      return { returned: { kind: "value", value: undefined } };
    } catch (error) {
      return { thrown: messageOf(error) };
    }
  }

  #run(id: number, args: Packed[]): Reply {
    const { value, receiver } = this.#functions.get(id)!;
    const result = Reflect.apply(value, receiver, args.map(createUnpacker(this)));
    try {
      return { returned: createPacker(this)(result) };
    } catch (error) {
      // V8's message of an exception, which Electron takes here, begins with this word.
      return { thrown: `Uncaught ${error}` };
    }
  }

  #receive(key: string, packed: Packed): void {
    if (key in globalThis) {
      throw new Error("Cannot bind an API on top of an existing property on the window object");
    }
    const value = createUnpacker(this)(packed);
    deepFreeze(value);
    Object.defineProperty(globalThis, key, { value, enumerable: true });
  }

  #settle(id: number, how: "resolve" | "reject", packed: Packed): void {
    this.#waiting.get(id)?.[how](createUnpacker(this)(packed));
    this.#waiting.delete(id);
  }
}

/** Of whatever was thrown, only the message crosses. */
function messageOf(thrown: unknown): string {
  const message = typeof thrown === "object" && thrown !== null && "message" in thrown && thrown.message;
  return typeof message === "string"
    ? message
    : "An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.";
}

function deepFreeze(value: unknown): void {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const child of Object.values(value as object)) deepFreeze(child);
}
