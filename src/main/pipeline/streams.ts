import { AsyncResource } from "node:async_hooks";

/** What is done in the place of the parts of a stream's iterator. */
interface IteratorParts {
  next(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>>;
  return(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>>;
}

/** The same stream with other parts; a stream of Node can still be listened to and destroyed. */
function remade(
  source: AsyncIterable<unknown>,
  { next, return: leave }: IteratorParts,
): AsyncIterable<unknown> {
  const { on, destroy } = source as { on?: unknown; destroy?: unknown };
  return {
    ...(typeof on === "function" && { on: on.bind(source) }),
    ...(typeof destroy === "function" && { destroy: destroy.bind(source) }),
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return { next: () => next(iterator), return: () => leave(iterator) };
    },
  };
}

const left = async (iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> =>
  (await iterator.return?.()) ?? { done: true, value: undefined };

/** The stream, which runs in the asynchronous context of now: what an AsyncLocalStorage holds, it holds there too. */
export function inThisContext(source: AsyncIterable<unknown>): AsyncIterable<unknown> {
  const context = new AsyncResource("RpcStream");
  return remade(source, {
    next: (iterator) => context.runInAsyncScope(() => iterator.next()),
    return: (iterator) => context.runInAsyncScope(left, undefined, iterator),
  });
}

/** The stream, after whose end, whatever it is, something is done. */
export function atTheEnd(source: AsyncIterable<unknown>, end: () => Promise<void>): AsyncIterable<unknown> {
  return remade(source, {
    async next(iterator) {
      try {
        const result = await iterator.next();
        if (result.done) await end();
        return result;
      } catch (error) {
        await end();
        throw error;
      }
    },
    async return(iterator) {
      try {
        return await left(iterator);
      } finally {
        await end();
      }
    },
  });
}

/**
 * The stream, of which an error is given to `recover`: what that throws ends the stream, and what it gives comes
 * last in it, or goes on as the stream it is.
 */
export function recovering(
  source: AsyncIterable<unknown>,
  recover: (error: unknown) => Promise<AsyncIterable<unknown> | undefined>,
): AsyncIterable<unknown> {
  let rest: AsyncIterator<unknown> | undefined;
  return remade(source, {
    async next(iterator) {
      try {
        return await (rest ?? iterator).next();
      } catch (error) {
        if (rest !== undefined) throw error;
        const recovered = await recover(error);
        if (recovered === undefined) return { done: true, value: undefined };
        rest = recovered[Symbol.asyncIterator]();
        return rest.next();
      }
    },
    return: (iterator) => left(rest ?? iterator),
  });
}
