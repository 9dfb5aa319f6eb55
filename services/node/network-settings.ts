import { inject, injectable } from "inversify";
import { isRecord } from "../../src/validation/is-record.js";
import { own } from "../values/own.js";
import type { NetworkPolicy } from "./network-policy.js";
import { Settings } from "./settings.js";

const KEY = "settings.network";

/**
 * The network policy that the user sets. What is set holds from the next connection on.
 *
 * @example await storage.set("settings.network", { allowPrivate: true });
 */
@injectable()
export class NetworkSettings implements NetworkPolicy {
  constructor(@inject(Settings) private readonly settings: Settings) {}

  /** Only `true` itself allows. */
  get allowPrivate(): boolean {
    const set = this.#settings();
    return isRecord(set) && own(set, "allowPrivate") === true;
  }

  /** It is asked in the midst of a connection, where nobody could catch what the store throws. */
  #settings(): unknown {
    try {
      return this.settings.get(KEY);
    } catch {
      return undefined;
    }
  }
}
