import { isPromise } from "node:util/types";
import type { Container, ServiceIdentifier } from "inversify";
import { RpcError } from "../../../decorators/rpc-error.js";
import { bindingsOf } from "../boot/bindings.js";

/** A service could not be made. Its caller learns that; why is its `cause`, which the log has. */
export class UnmadeError extends RpcError {
  constructor(identifier: ServiceIdentifier, cause: unknown) {
    const name = typeof identifier === "function" ? identifier.name : String(identifier);
    super("UNAVAILABLE", `${name} could not be made; the log of the server says why`, { cause });
  }
}

/**
 * Asks the container for something, which is tried again the next time when it fails.
 *
 * @throws UnmadeError
 */
export async function make<T>(container: Container, identifier: ServiceIdentifier): Promise<T> {
  try {
    return (await container.getAsync(identifier)) as T;
  } catch (error) {
    await forgetFailures(container);
    throw new UnmadeError(identifier, error);
  }
}

/**
 * inversify keeps what is made asynchronously from before it is there: a promise that was rejected it would give to
 * everything that asks for it from then on, and to its own disposal.
 */
async function forgetFailures(container: Container): Promise<void> {
  const bindings = bindingsOf(container);
  for (const identifier of bindings.getBoundServices()) {
    for (const binding of bindings.get(identifier) ?? []) {
      if (!("cache" in binding) || !binding.cache.isRight) continue;
      const { value } = binding.cache;
      if (!isPromise(value)) continue;
      value.catch(() => {
        if (binding.cache.value === value) binding.cache = { isRight: false, value: undefined };
      });
    }
  }
  // One that is rejected already has its turn before the caller.
  await Promise.resolve();
}
