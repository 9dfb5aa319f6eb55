import { Readable } from "node:stream";
import { Type } from "class-transformer";
import { IsInt, IsString, Min, ValidateNested } from "class-validator";
import { ContainerModule } from "inversify";
import {
  Call,
  Param,
  type RpcCall,
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
  rpcDomain,
  Timeout,
  Unchecked,
} from "../../decorators/index.js";
import { UploadService } from "./upload-fixture.js";

class Address {
  @IsString() city!: string;
}

export class Person {
  @IsString() name!: string;
  @IsInt() @Min(0) age!: number;
  @ValidateNested() @Type(() => Address) address!: Address;
}

/** Loses its class on the way, as every instance does. */
class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
  length(): number {
    return Math.hypot(this.x, this.y);
  }
}

/** What every transport is held against; one method for each thing that can happen to a call. */
@RpcDomain("probe")
export class ProbeService {
  @RpcEvent() readonly onTick = new RpcEmitter<unknown>();
  @RpcEvent({ replay: "last" }) readonly onState = new RpcEmitter<string>();
  @RpcEvent({ replay: "last" }) readonly onReady = new RpcEmitter<string>();
  readonly notes: unknown[] = [];
  readonly finished: string[] = [];
  produced = 0;
  readonly aborted: string[] = [];
  readonly #working: (() => void)[] = [];

  @RpcMethod()
  echo(@Unchecked() value: unknown): unknown {
    return value;
  }

  @RpcMethod()
  add(a: number, b: number): number {
    return a + b;
  }

  @RpcMethod()
  async describe(person: Person): Promise<string> {
    return `${person.name}, ${person.age}, ${person.address.city}: ${person instanceof Person}`;
  }

  @RpcMethod()
  sum(@Param(() => [Number]) values: number[]): number {
    return values.reduce((total, value) => total + value, 0);
  }

  @RpcMethod()
  later(value: number, ms: number): Promise<number> {
    return new Promise((resolve) => setTimeout(resolve, ms, value));
  }

  @RpcMethod()
  point(): Point {
    return new Point(3, 4);
  }

  @RpcMethod()
  fail(kind: string): never {
    if (kind === "declared") {
      const cause = new RpcError("UPSTREAM", "the disk said no", { data: { errno: -5 } });
      throw new RpcError("NOT_FOUND", "no such thing", { data: { id: "w1", at: new Date(5) }, cause });
    }
    if (kind === "undeclared") throw new TypeError("a slip");
    const thrown: Record<string, unknown> = { undefined: undefined, null: null, zero: 0, empty: "" };
    throw thrown[kind];
  }

  @RpcMethod()
  uncloneable(): unknown {
    return { user: { name: "Ada", save: () => {} } };
  }

  @RpcMethod()
  hang(id: string, signal: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        this.aborted.push(id);
        reject(signal.reason);
      });
    });
  }

  @RpcMethod()
  abortedCalls(): string[] {
    return this.aborted;
  }

  @RpcMethod()
  whoami(@Call() call: RpcCall): { method: string; transport: string } {
    return { method: call.method, transport: call.sender.transport };
  }

  @RpcMethod()
  note(text: string): void {
    this.notes.push(text);
  }

  @RpcMethod()
  readNotes(): unknown[] {
    return this.notes;
  }

  @RpcMethod()
  tick(@Unchecked() values: unknown[]): number {
    for (const value of values) this.onTick.emit(value);
    return this.onTick.listenerCount;
  }

  @RpcMethod()
  tickMe(value: string, @Call() call: RpcCall): void {
    this.onTick.emit(value, { to: call.sender });
  }

  @RpcMethod()
  tickers(): number {
    return this.onTick.listenerCount;
  }

  @RpcMethod()
  setState(state: string): void {
    this.onState.emit(state);
  }

  @RpcMethod()
  async *count(to: number): AsyncGenerator<number> {
    for (let n = 0; n < to; n++) yield n;
  }

  @RpcMethod()
  async *values(): AsyncGenerator<unknown> {
    yield new Map([["a", 1n]]);
    yield new Uint8Array([1, 2, 3]);
    yield undefined;
    yield null;
  }

  /** Yields without end, and writes down that it was ended. */
  @RpcMethod()
  async *forever(name: string): AsyncGenerator<number> {
    this.produced = 0;
    try {
      for (;;) yield this.produced++;
    } finally {
      this.finished.push(name);
    }
  }

  /** Waits without end after its first item; its signal alone can end it. */
  @RpcMethod()
  async *stalled(name: string, signal: AbortSignal): AsyncGenerator<number> {
    yield 0;
    try {
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    } finally {
      this.finished.push(name);
    }
  }

  @RpcMethod()
  async *breaksAfter(count: number): AsyncGenerator<number> {
    for (let n = 0; n < count; n++) yield n;
    throw new RpcError("OUT_OF_INK", "no more", { data: { count } });
  }

  @RpcMethod()
  async *uncloneableItem(): AsyncGenerator<unknown> {
    yield 1;
    yield { save: () => {} };
  }

  @RpcMethod()
  readable(): Readable {
    return Readable.from([new Uint8Array([1]), new Uint8Array([2, 3])]);
  }

  @RpcMethod()
  streamState(): { produced: number; finished: string[] } {
    return { produced: this.produced, finished: this.finished };
  }

  @RpcMethod()
  async work(steps: number, @Call() call: RpcCall): Promise<string> {
    for (let done = 1; done <= steps; done++) {
      call.progress({ done, total: steps, message: `step ${done}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise<void>((resolve) => this.#working.push(resolve));
    return "done";
  }

  /** Lets the work that is at its end return, and says how many of them there were. */
  @RpcMethod()
  finishWork(): number {
    const working = this.#working.splice(0);
    for (const finish of working) finish();
    return working.length;
  }

  @RpcMethod()
  @Timeout(20)
  hurried(signal: AbortSignal): Promise<never> {
    return this.hang("hurried", signal);
  }
}

export interface ProbeApi {
  probe: ProbeService;
  upload: UploadService;
}

export const probeModule = new ContainerModule(rpcDomain(ProbeService, UploadService));
