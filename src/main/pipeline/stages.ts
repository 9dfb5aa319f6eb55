import type { InterceptorTransformObject } from "@inversifyjs/framework-core";
import { getCatchErrorMetadata } from "@inversifyjs/framework-core";
import type { Newable } from "inversify";
import type { RpcCall, RpcReply } from "../../../decorators/rpc-call.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import type { InstanceProvider } from "../boot/domain.js";
import { isStream } from "../session/stream-source.js";
import type { RpcErrorFilter, RpcGuard, RpcInterceptor } from "./enhancers.js";
import { inThisContext, recovering } from "./streams.js";

/** One part of a method's way from call to reply; it wraps the parts after it. */
export type Stage = (call: RpcCall, reply: RpcReply) => Promise<void>;

/** Lets the call through when every guard says yes; a guard may throw its own RpcError instead. */
export function guarded(guards: readonly InstanceProvider<RpcGuard>[], next: Stage): Stage {
  return async (call, reply) => {
    for (const guard of guards) {
      if (!(await (await guard(call)).activate(call))) {
        throw new RpcError("FORBIDDEN", `${call.method} is not allowed for this sender`);
      }
    }
    return next(call, reply);
  };
}

/**
 * Runs interceptors around the rest, then the transforms they pushed, in order. As in inversify's HTTP
 * framework, except that the result stands in `reply.result`, where an interceptor may read and set it.
 */
export function intercepted(interceptors: readonly InstanceProvider<RpcInterceptor>[], next: Stage): Stage {
  return async (call, reply) => {
    const transforms: ((value: unknown) => unknown)[] = [];
    const pushed: InterceptorTransformObject = { push: (transform) => void transforms.push(transform) };
    const run = async (index: number): Promise<InterceptorTransformObject> => {
      const interceptor = await interceptors[index]?.(call);
      if (interceptor === undefined) {
        await next(call, reply);
        // What an interceptor put in an AsyncLocalStorage holds in the body of a generator too.
        if (isStream(reply.result)) reply.result = inThisContext(reply.result);
        return pushed;
      }
      let isCalled = false;
      await interceptor.intercept(call, reply, () => {
        if (isCalled) return Promise.reject(calledTwice(interceptor, call));
        isCalled = true;
        return run(index + 1);
      });
      return pushed;
    };
    await run(0);
    for (const transform of transforms) reply.result = await transform(reply.result);
  };
}

/** An error filter and the error class it catches; `null` catches all. */
export interface CatchingFilter {
  catches: Newable<Error> | null;
  filter: InstanceProvider<RpcErrorFilter>;
}

export const catchesOf = (filter: Newable<RpcErrorFilter>): Iterable<Newable<Error> | null> =>
  getCatchErrorMetadata(filter);

const calledTwice = ({ constructor: { name } }: object, { method }: RpcCall): Error =>
  new Error(
    `The interceptor ${name} of ${method} called next() twice, which would run the method again; call it once`,
  );

/**
 * Gives an error to the filter of its class, else of its nearest ancestor class; among equals the nearest
 * filter wins. What the filter returns is the result; what it throws is the error. Of a stream that fails, before
 * its first item or later, what the filter returns comes last: a value as an item, a stream as it is, and
 * `undefined` as nothing.
 */
export function filtered(filters: readonly CatchingFilter[], next: Stage): Stage {
  /** @throws the error when no filter catches it. */
  const caught = async (error: unknown, call: RpcCall, reply: RpcReply): Promise<unknown> => {
    for (const errorClass of classesOf(error)) {
      const match = filters.find(({ catches }) => catches === errorClass);
      if (match !== undefined) return (await match.filter(call)).catch(error, call, reply);
    }
    throw error;
  };
  return async (call, reply) => {
    try {
      await next(call, reply);
    } catch (error) {
      reply.result = await caught(error, call, reply);
      return;
    }
    const { result } = reply;
    if (!isStream(result)) return;
    reply.result = recovering(result, async (error) => {
      // The reader has left, or its session has ended: nobody gets what a filter would give.
      if (error === call.signal.reason) throw error;
      const last = await caught(error, call, reply);
      return isStream(last) || last === undefined ? last : oneItem(last);
    });
  };
}

async function* oneItem(item: unknown): AsyncGenerator<unknown> {
  yield item;
}

function* classesOf(error: unknown): Generator<Newable<Error> | null> {
  if (error instanceof Error) {
    for (let at = error.constructor; at !== Function.prototype; at = Object.getPrototypeOf(at)) {
      yield at as Newable<Error>;
    }
  }
  yield null;
}
