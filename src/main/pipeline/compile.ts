import type { Pipe, PipeMetadata } from "@inversifyjs/framework-core";
import type { Class, PayloadLimits } from "../../../decorators/metadata.js";
import type { RpcCall } from "../../../decorators/rpc-call.js";
import { checkPayload } from "../../validation/payload-limits.js";
import type { InstanceProvider } from "../boot/domain.js";
import type { MethodDefinition, ParamSource } from "../boot/method-definition.js";
import { CallContext } from "../call-context.js";
import { compileParamsCheck } from "../validation/params.js";
import { inCallScope } from "./call-scopes.js";
import type { EnhancerSource, Enhancers, GlobalEnhancers } from "./enhancers.js";
import { classGuardsOf, enhancersOf } from "./enhancers.js";
import { catchesOf, filtered, guarded, intercepted, type Stage } from "./stages.js";

/** A pipe bound to the parameter it works on. */
interface BoundPipe {
  index: number;
  pipe: InstanceProvider<Pipe>;
  metadata: PipeMetadata;
}

/**
 * Compiles one method's pipeline at registration, with absent stages left out:
 * error filters ( guards ( interceptors ( validation, pipes, handler ) ) ).
 */
export function compileMethod(
  definition: MethodDefinition,
  implementation: Class,
  instance: InstanceProvider,
  source: EnhancerSource,
  global: GlobalEnhancers,
  limits: PayloadLimits,
): Stage {
  const pipes = pipesOf(definition, source, global);
  const handler = handle(definition, instance, pipes, limits);
  const made = [instance, ...pipes.map(({ pipe }) => pipe)];
  return surround(handler, enhancersOf(implementation, definition.key, global), source, made);
}

/** The same for a bare function: its parameters are not validated, only the payload limits hold. */
export function compileFunction(
  handler: (...params: unknown[]) => unknown,
  source: EnhancerSource,
  { guards = [], interceptors = [], errorFilters = [] }: GlobalEnhancers,
  limits: PayloadLimits,
): Stage {
  const stage: Stage = async (call, reply) => {
    checkPayload(call.params, limits);
    throwIfEnded(call);
    reply.result = await handler(...call.params);
  };
  return surround(stage, { guards, interceptors, errorFilters }, source);
}

/** An event's emitter, behind the guards of its class: whoever may not call a service may not listen to it. */
export function compileEvent(
  key: string,
  implementation: Class,
  instance: InstanceProvider,
  source: EnhancerSource,
  global: GlobalEnhancers,
): Stage {
  const stage: Stage = async (call, reply) => {
    reply.result = ((await instance(call)) as Record<string, unknown>)[key];
  };
  return surround(
    stage,
    { guards: classGuardsOf(implementation, global), interceptors: [], errorFilters: [] },
    source,
    [instance],
  );
}

function surround(
  handler: Stage,
  { guards, interceptors, errorFilters }: Enhancers,
  source: EnhancerSource,
  made: readonly InstanceProvider[] = [],
): Stage {
  const around = interceptors.map((id) => source.provide(id, "interceptor"));
  const before = guards.map((id) => source.provide(id, "guard"));
  const catching = errorFilters.flatMap((id) => {
    const filter = source.errorFilter(id);
    return [...catchesOf(id)].map((catches) => ({ catches, filter }));
  });
  let stage = handler;
  if (around.length > 0) stage = intercepted(around, stage);
  if (before.length > 0) stage = guarded(before, stage);
  if (catching.length > 0) stage = filtered(catching, stage);
  const all = [...made, ...around, ...before, ...catching.map(({ filter }) => filter)];
  return all.some(({ isPerCall }) => isPerCall) ? inCallScope(source.scopes, stage) : stage;
}

/** The innermost stage: validation, pipes, the method itself. */
function handle(
  { key, params, options }: MethodDefinition,
  instance: InstanceProvider,
  pipes: readonly BoundPipe[],
  limits: PayloadLimits,
): Stage {
  const check = compileParamsCheck(params, { ...limits, ...options.limits });
  const sources = params.map(({ source }) => source);
  const wireOnly = sources.every((source) => source === "wire");
  const takesNone = !sources.includes("wire");
  return async (call, reply) => {
    const none = takesNone && call instanceof CallContext && call.namesNone;
    const checked = await check(none ? [] : call.params);
    for (const { index, pipe, metadata } of pipes) {
      checked[index] = await (await pipe(call)).execute(checked[index], metadata);
    }
    const service = (await instance(call)) as Record<string, (...args: unknown[]) => unknown>;
    throwIfEnded(call);
    reply.result = await service[key]!(...(wireOnly ? checked : fill(sources, checked, call)));
  };
}

/** For a call that ended while a guard, a check or the service was waited for: nobody wants its effects. */
function throwIfEnded(call: RpcCall): void {
  // A CallContext makes its signal when asked for it.
  const ended = call instanceof CallContext ? call.aborted : call.signal.aborted;
  if (ended) call.signal.throwIfAborted();
}

/** Puts the call and its signal where the handler expects them. */
function fill(sources: readonly ParamSource[], checked: readonly unknown[], call: RpcCall): unknown[] {
  let next = 0;
  return sources.map((source) => {
    if (source === "call") return call;
    return source === "signal" ? call.signal : checked[next++];
  });
}

function pipesOf(
  { key, params, declaredBy }: MethodDefinition,
  source: EnhancerSource,
  global: GlobalEnhancers,
): BoundPipe[] {
  const bound: BoundPipe[] = [];
  let index = 0;
  for (const [parameterIndex, param] of params.entries()) {
    if (param.source !== "wire") continue;
    const metadata: PipeMetadata = {
      targetClass: declaredBy as unknown as NewableFunction,
      methodName: key,
      parameterIndex,
    };
    for (const pipe of [...(global.pipes ?? []), ...param.pipes]) {
      bound.push({ index, pipe: source.pipe(pipe), metadata });
    }
    index++;
  }
  return bound;
}
