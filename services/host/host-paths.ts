import type { ServiceIdentifier } from "inversify";

/** Where the host lets the application keep its files. */
export interface HostPaths {
  /** Absolute path of the folder for the user's data. It is made when it is missing. */
  readonly dataDir: string;
}

export const HostPaths: ServiceIdentifier<HostPaths> = Symbol.for("atomiton/HostPaths");
