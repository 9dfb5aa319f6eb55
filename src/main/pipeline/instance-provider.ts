import type { Container, ServiceIdentifier } from "inversify";
import type { RpcCall } from "../../../decorators/rpc-call.js";
import type { InstanceProvider } from "../boot/domain.js";
import type { CallScopes } from "./call-scopes.js";
import { make } from "./unmade.js";

/**
 * Asks the container for a service at its first use, and keeps a singleton from then on. A service that
 * failed to be made is tried again at the next use.
 *
 * @param scopes Given, each call has its own.
 */
export function instanceProvider<T extends object>(
  container: Container,
  identifier: ServiceIdentifier,
  singleton: boolean,
  scopes?: CallScopes,
): InstanceProvider<T> {
  if (scopes !== undefined) {
    const provide = (call: RpcCall) => make<T>(scopes.of(call), identifier);
    return Object.assign(provide, { isPerCall: true });
  }
  if (!singleton) return () => make<T>(container, identifier);
  let made: Promise<T> | undefined;
  return () => {
    made ??= make<T>(container, identifier).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
