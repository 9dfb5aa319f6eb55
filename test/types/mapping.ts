import type { RpcCall, RpcEmitter, RpcEvent } from "../../decorators/index.js";
import type { RpcClient } from "../../src/renderer/index.js";
import { type Equal, expectTrue } from "./assert.js";

interface Shapes {
  sync(): string;
  nothing(): void;
  promised(x: number): Promise<Date>;
  optional(x?: string): Promise<void>;
  rest(...xs: string[]): Promise<number>;
  loose(x: unknown, y: string | undefined): Promise<unknown>;
  failing(): never;
  union(): Promise<string> | number;
  stream(from: number): AsyncIterable<number>;
  generator(): AsyncGenerator<string, void, undefined>;
  readonly event: RpcEvent<Date>;
  readonly setting: number;
}

declare const client: RpcClient<{ shapes: Shapes }>;
const { shapes } = client;

expectTrue<Equal<typeof shapes.sync, () => Promise<string>>>();
expectTrue<Equal<typeof shapes.nothing, () => Promise<void>>>();
expectTrue<Equal<typeof shapes.promised, (x: number) => Promise<Date>>>();
expectTrue<Equal<typeof shapes.optional, (x?: string) => Promise<void>>>();
expectTrue<Equal<typeof shapes.rest, (...xs: string[]) => Promise<number>>>();
expectTrue<Equal<typeof shapes.loose, (x: unknown, y: string | undefined) => Promise<unknown>>>();
expectTrue<Equal<typeof shapes.failing, () => Promise<never>>>();
expectTrue<Equal<ReturnType<typeof shapes.union>, Promise<string | number>>>();
expectTrue<Equal<typeof shapes.stream, (from: number) => AsyncIterable<number>>>();
expectTrue<Equal<typeof shapes.generator, () => AsyncIterable<string>>>();
expectTrue<Equal<typeof shapes.event, (listener: (value: Date) => void) => () => void>>();
expectTrue<Equal<"setting" extends keyof typeof shapes ? true : false, false>>();

// Straight from a class: the call is not the caller's to give, its signal is, and private members stay home.
declare class Service {
  private secret(): void;
  protected internal(): void;
  readonly plain: string;
  readonly onDone: RpcEmitter<{ id: string }>;
  run(id: string, signal: AbortSignal): Promise<number>;
  whoami(call: RpcCall): string;
  both(id: string, call: RpcCall, signal: AbortSignal): AsyncGenerator<Uint8Array>;
  maybe(id: string, call?: RpcCall): void;
  save(name: string, chunks: AsyncIterable<Uint8Array>): Promise<number>;
}

declare const fromClass: RpcClient<{ service: Service }>;
const { service } = fromClass;

expectTrue<Equal<keyof typeof service, "onDone" | "run" | "whoami" | "both" | "maybe" | "save">>();
expectTrue<Equal<Parameters<typeof service.run>, [string, signal?: AbortSignal]>>();
expectTrue<Equal<Parameters<typeof service.whoami>, []>>();
expectTrue<Equal<ReturnType<typeof service.whoami>, Promise<string>>>();
expectTrue<Equal<Parameters<typeof service.both>, [string, signal?: AbortSignal]>>();
expectTrue<Equal<ReturnType<typeof service.both>, AsyncIterable<Uint8Array>>>();
expectTrue<Equal<Parameters<typeof service.maybe>, [string]>>();
expectTrue<Equal<typeof service.onDone, (listener: (value: { id: string }) => void) => () => void>>();

// What streams to a handler may be a stream of either kind, of the handler's items.
declare const chunks: AsyncGenerator<Uint8Array>;
void service.save("a.csv", chunks);
void service.save("a.csv", new ReadableStream<Uint8Array>());
// @ts-expect-error: a list is not a stream
void service.save("a.csv", [new Uint8Array()]);
// @ts-expect-error: a stream of other items
void service.save("a.csv", new ReadableStream<string>());
