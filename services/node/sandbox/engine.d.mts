import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";

/** A JavaScript engine that has ECMAScript and nothing else. */
export interface Engine {
  runtime: QuickJSRuntime;
  context: QuickJSContext;
  /** All that belongs to it. */
  memory: WebAssembly.Memory;
  /** What it may come to. */
  maxBytes: number;
}

/**
 * A QuickJS of its own, in WebAssembly.
 *
 * @param memoryBytes What it may use beyond the memory it begins with, 16 MiB, most of which is its stack's.
 * @param interrupted Asked again and again while code runs, whether it is to end; a regular expression does
 * not ask.
 */
export function newEngine(memoryBytes: number, interrupted: () => boolean): Promise<Engine>;

/** What was thrown in an engine, in texts of at most 2,000 characters. */
export interface ThrownInEngine {
  name?: string;
  message?: string;
  line?: string;
  stack?: string;
}

/**
 * Makes what tells of something thrown. To be made before other people's code runs, which can change what the
 * language has.
 *
 * @returns Nothing when the memory does not suffice; it, too, tells nothing then.
 */
export function newDescriber(
  engine: Engine,
): ((thrown: QuickJSHandle) => ThrownInEngine | undefined) | undefined;

/** Whether an error says that the memory is used up. */
export function isOutOfMemory(thrown: ThrownInEngine, engine: Engine): boolean;
