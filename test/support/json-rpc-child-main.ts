import { existsSync, readFileSync } from "node:fs";
import "reflect-metadata";
import { ContainerModule } from "inversify";
import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod, rpcDomain, Unchecked } from "../../decorators/index.js";
import { createContainer, createRpcServer, webSocketTransport } from "../../src/main/index.js";
import { EVENTS, type ServerMemory } from "./json-rpc-child-api.js";

/** Counts what was asked of this process, and by what it is held. */
@RpcDomain("child")
class ChildService {
  readonly emitters = EVENTS.map(() => new RpcEmitter<unknown>());
  @RpcEvent() readonly onFlood = new RpcEmitter<Uint8Array>();
  readonly #started: Record<string, number> = {};
  readonly #held: (() => void)[] = [];

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

  /** Emits one chunk so many times, as fast as it can; the event loop turns after each. */
  @RpcMethod()
  async flood(count: number, bytes: number): Promise<void> {
    const chunk = new Uint8Array(bytes);
    for (let n = 0; n < count; n++) {
      this.onFlood.emit(chunk);
      await new Promise(setImmediate);
    }
  }

  /** Chunks whose first four bytes are their number. */
  @RpcMethod()
  async *chunks(count: number, bytes: number): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < count; n++) {
      const chunk = new Uint8Array(bytes);
      new DataView(chunk.buffer).setUint32(0, n);
      yield chunk;
    }
  }

  @RpcMethod({ idempotent: true })
  memory(): ServerMemory {
    const { rss } = process.memoryUsage();
    return { rss, peakRss: peakRss() };
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

/** Bytes. On Linux `maxRSS` begins at what the process that started this one had; the status tells its own. */
function peakRss(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? process.resourceUsage().maxRSS * 1024 : Number(kilobytes) * 1024;
}
