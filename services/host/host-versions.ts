import type { ServiceIdentifier } from "inversify";

/** What the application runs on. */
export interface HostVersions {
  /** The application's own version. */
  readonly app: string;
  readonly node: string;
  /** Absent outside Electron. */
  readonly electron?: string | undefined;
  /** Absent outside Electron. */
  readonly chrome?: string | undefined;
  /** Whether this is an installed application and not a development run. */
  readonly packaged: boolean;
}

export const HostVersions: ServiceIdentifier<HostVersions> = Symbol.for("atomiton/HostVersions");
