import "reflect-metadata";
import { ContainerModule } from "inversify";
import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod, rpcDomain, Unchecked } from "../../decorators/index.js";
import { createContainer, createRpcServer, webSocketTransport } from "../../src/main/index.js";
import { EVENTS } from "./json-rpc-child-api.js";

/** Counts what was asked of this process, and by what it is held. */
@RpcDomain("child")
class ChildService {
  readonly emitters = EVENTS.map(() => new RpcEmitter<unknown>());
  @RpcEvent() readonly onFlood = new RpcEmitter<Uint8Array>();
  readonly #started: Record<string, number> = {};
  readonly #held: (() => void)[] = [];
  #made = 0;

  constructor() {
    EVENTS.forEach((name, index) => {
      Object.assign(this, { [name]: this.emitters[index] });
    });
  }

  /** Answers once `release` is called. */
  @RpcMethod({ idempotent: true })
  async hold(key: string): Promise<string> {
    this.#started[key] = (this.#started[key] ?? 0) + 1;
    await new Promise<void>((resolve) => this.#held.push(resolve));
    return `${key} by ${process.pid}`;
  }

  @RpcMethod()
  holdOnce(key: string): Promise<string> {
    return this.hold(key);
  }

  @RpcMethod()
  release(): void {
    for (const release of this.#held.splice(0)) release();
  }

  /** How often each key was begun with. */
  @RpcMethod({ idempotent: true })
  started(): Record<string, number> {
    return this.#started;
  }

  /** How many listeners each event has. */
  @RpcMethod({ idempotent: true })
  listeners(): number[] {
    return this.emitters.map(({ listenerCount }) => listenerCount);
  }

  @RpcMethod()
  emit(@Unchecked() value: unknown): void {
    for (const emitter of this.emitters) emitter.emit(value);
  }

  /**
   * Emits one chunk as fast as it can while anybody listens, so many times at most; the event loop turns after
   * each. Gives how many it emitted.
   */
  @RpcMethod()
  async flood(most: number, bytes: number): Promise<number> {
    const chunk = new Uint8Array(bytes);
    let emitted = 0;
    for (; emitted < most && this.onFlood.listenerCount > 0; emitted++) {
      this.onFlood.emit(chunk);
      await new Promise(setImmediate);
    }
    return emitted;
  }

  /** Chunks whose first four bytes are their number. */
  @RpcMethod()
  async *chunks(count: number, bytes: number): AsyncGenerator<Uint8Array> {
    for (this.#made = 0; this.#made < count; this.#made++) {
      const n = this.#made;
      const chunk = new Uint8Array(bytes);
      new DataView(chunk.buffer).setUint32(0, n);
      yield chunk;
    }
  }

  /** How many chunks the latest stream has asked for. */
  @RpcMethod({ idempotent: true })
  made(): number {
    return this.#made;
  }
}

for (const name of EVENTS) RpcEvent()(ChildService.prototype, name);

// Runs in a process of its own, to be killed: serves on the port given, and says where.
const [port, token = "", ...allowedOrigins] = process.argv.slice(2);
const container = createContainer();
container.load(new ContainerModule(rpcDomain(ChildService)));
const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: console.error };
const server = createRpcServer({ container, logger });
const origins = allowedOrigins.length > 0 ? { allowedOrigins } : {};
const transport = webSocketTransport({ port: Number(port), token, ...origins });
process.once("SIGTERM", () => void server.close());
await server.listen(transport);
process.stdout.write(`${transport.address.url}\n`);
