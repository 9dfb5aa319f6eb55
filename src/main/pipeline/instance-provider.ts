import type { Container, ServiceIdentifier } from "inversify";
import type { InstanceProvider } from "../boot/domain.js";

/**
 * Asks the container for a service at its first use, and keeps a singleton from then on. A service that
 * failed to be made is tried again at the next use.
 */
export function instanceProvider<T extends object>(
  container: Container,
  identifier: ServiceIdentifier,
  singleton: boolean,
): InstanceProvider<T> {
  const make = () => container.getAsync(identifier) as Promise<T>;
  if (!singleton) return make;
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
