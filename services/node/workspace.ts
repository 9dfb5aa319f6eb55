import type { ServiceIdentifier } from "inversify";

/** The only folder whose files nodes may read and write. */
export interface Workspace {
  /** Absolute path. It is made when it is missing. */
  readonly directory: string;
}

export const Workspace: ServiceIdentifier<Workspace> = Symbol.for("atomiton/Workspace");
