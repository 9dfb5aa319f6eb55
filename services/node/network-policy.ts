import type { ServiceIdentifier } from "inversify";

/** Where in the network nodes may go. */
export interface NetworkPolicy {
  /** Whether also to this machine and to private networks. Read at each connection. */
  readonly allowPrivate: boolean;
}

export const NetworkPolicy: ServiceIdentifier<NetworkPolicy> = Symbol.for("atomiton/NetworkPolicy");
