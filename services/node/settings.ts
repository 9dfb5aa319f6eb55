import type { ServiceIdentifier } from "inversify";

/** The user's settings: what nodes need of whoever keeps them. */
export interface Settings {
  /** What is set under a key, or undefined. */
  get(key: string): unknown;
}

export const Settings: ServiceIdentifier<Settings> = Symbol.for("atomiton/node/Settings");
