import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ContainerModule } from "inversify";
import {
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
  rpcDomain,
  Timeout,
  Unchecked,
} from "../../decorators/index.js";

/** Keeps count of all it has under way, so that a test can see what outlives its caller. */
@RpcDomain("life")
export class LifeService {
  @RpcEvent() readonly onTick = new RpcEmitter<number>();
  @RpcEvent({ replay: "last" }) readonly onState = new RpcEmitter<number>();

  /** Handlers that wait, by key, and the way to let each answer. */
  readonly held = new Map<string, (value: string) => void>();
  /** Keys of handlers that were started, once for each time. */
  readonly started: string[] = [];
  /** What each handler's signal fired with, by key. */
  readonly ended = new Map<string, unknown>();
  /** Items of the latest `count`. */
  produced = 0;
  /** Generators that have begun and whose `finally` has not run. */
  readonly flowing = new Set<string>();
  /** What `readable` gave, by key. */
  readonly readables = new Map<string, Readable>();
  /** Signals of calls that a handler has listened to. */
  readonly signals = new Set<AbortSignal>();

  /** Clears what was written down, not what is under way. */
  forget(): void {
    this.started.length = 0;
    this.ended.clear();
    this.signals.clear();
  }

  @RpcMethod()
  echo(@Unchecked() value: unknown): unknown {
    return value;
  }

  /** Answers some turns of the event loop later. */
  @RpcMethod()
  async after(turns: number, value: number): Promise<number> {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    return value;
  }

  @RpcMethod()
  fail(): never {
    throw new RpcError("NO_LUCK", "as asked");
  }

  /** Its error brings along what no clone carries. */
  @RpcMethod()
  failOddly(): never {
    throw odd();
  }

  @RpcMethod()
  async *breaksOddly(): AsyncGenerator<number> {
    yield 0;
    throw odd();
  }

  /** Answers when released, or fails with what its signal fires with. */
  @RpcMethod()
  hold(key: string, signal: AbortSignal): Promise<string> {
    this.started.push(key);
    return new Promise((resolve, reject) => {
      const settled = this.#listen(signal, (reason) => {
        this.held.delete(key);
        this.ended.set(key, reason);
        reject(reason);
      });
      this.held.set(key, (value) => {
        settled();
        this.held.delete(key);
        resolve(value);
      });
    });
  }

  @RpcMethod()
  @Timeout(50)
  hurried(key: string, signal: AbortSignal): Promise<string> {
    return this.hold(key, signal);
  }

  /** Holds, and does not listen to its signal. */
  @RpcMethod()
  deaf(key: string): Promise<string> {
    this.started.push(key);
    return new Promise((resolve) => this.held.set(key, resolve)).then((value) => {
      this.held.delete(key);
      return value as string;
    });
  }

  @RpcMethod()
  release(key: string): boolean {
    const answer = this.held.get(key);
    answer?.(`released ${key}`);
    return answer !== undefined;
  }

  @RpcMethod()
  tick(value: number): void {
    this.onTick.emit(value);
  }

  @RpcMethod()
  setState(value: number): void {
    this.onState.emit(value);
  }

  /** Counts without end. */
  @RpcMethod()
  async *numbers(key: string, _signal?: AbortSignal): AsyncGenerator<number> {
    this.flowing.add(key);
    try {
      for (let n = 0; ; n++) yield n;
    } finally {
      this.flowing.delete(key);
    }
  }

  /** Counts to `to` as fast as it is asked. */
  @RpcMethod()
  async *count(to: number): AsyncGenerator<number> {
    for (let n = 0; n < to; n++) {
      this.produced = n + 1;
      yield n;
    }
  }

  /** The same, with no more than 3 under way. */
  @RpcMethod({ streamWindow: 3 })
  narrow(to: number): AsyncGenerator<number> {
    return this.count(to);
  }

  @RpcMethod()
  async *breaksAfter(count: number): AsyncGenerator<number> {
    yield* this.count(count);
    throw new RpcError("OUT_OF_INK", "no more", { data: { count } });
  }

  /** Counts to 3, and fails as it is tidied up. */
  @RpcMethod()
  async *untidy(key: string): AsyncGenerator<number> {
    this.flowing.add(key);
    try {
      yield* [0, 1, 2];
    } finally {
      this.flowing.delete(key);
      // biome-ignore lint/correctness/noUnsafeFinally: this is what happens
      throw new RpcError("UNTIDY", "the finally failed");
    }
  }

  /** Yields once, then waits for its signal alone. */
  @RpcMethod()
  async *stalled(key: string, signal: AbortSignal): AsyncGenerator<number> {
    this.flowing.add(key);
    try {
      yield 0;
      await new Promise((_resolve, reject) => {
        this.#listen(signal, (reason) => {
          this.ended.set(key, reason);
          reject(reason);
        });
      });
    } finally {
      this.flowing.delete(key);
    }
  }

  /** A Readable that never has data. */
  @RpcMethod()
  readable(key: string, _signal?: AbortSignal): Readable {
    const readable = new Readable({ read() {} });
    this.readables.set(key, readable);
    return readable;
  }

  /** A Readable of a file that is not there, which fails whether anybody reads it or not. */
  @RpcMethod()
  missing(key: string): Readable {
    const readable = createReadStream(`${import.meta.dirname}/missing/${key}`);
    this.readables.set(key, readable);
    return readable;
  }

  /** A Readable that never has data, when released; it does not listen to its signal. */
  @RpcMethod()
  async lateReadable(key: string): Promise<Readable> {
    await this.deaf(key);
    return this.readable(key);
  }

  /** Returns the way to say that the signal is needed no more. */
  #listen(signal: AbortSignal, onAbort: (reason: unknown) => void): () => void {
    const listener = () => onAbort(signal.reason);
    this.signals.add(signal);
    // A call may have ended while it was validated, and its signal fires once.
    if (signal.aborted) queueMicrotask(listener);
    else signal.addEventListener("abort", listener, { once: true });
    return () => signal.removeEventListener("abort", listener);
  }
}

const odd = () => new RpcError("ODD", "no clone carries this", { data: { proxy: new Proxy({}, {}) } });

export interface LifeApi {
  life: LifeService;
}

export const lifeModule = new ContainerModule(rpcDomain(LifeService));
