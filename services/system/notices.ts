import type { ServiceIdentifier } from "inversify";

/** What the user should know of how the application is: what `system` needs of whoever finds it out. */
export interface Notices {
  /** In words for the user; none when all is well. */
  notices(): string[];
}

export const Notices: ServiceIdentifier<Notices> = Symbol.for("atomiton/system/Notices");
