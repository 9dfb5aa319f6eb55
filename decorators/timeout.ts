import type { Class } from "./metadata.js";
import { setTimeoutMs } from "./metadata.js";
import { misuse, refuseStandardDecorator } from "./misuse.js";

/** The longest delay a timer takes (2^31 - 1 ms, some 24 days). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Ends a call that takes longer: the handler's signal fires and the caller gets TIMEOUT. On a class it holds
 * for every method without one of its own, and for subscribing to its events. When the caller set a deadline
 * too, the smaller wins. A stream has to open in time; how long it then flows is its reader's matter.
 *
 * @param ms A whole number of milliseconds, 1 to 2^31 - 1.
 * @throws TypeError on anything else, and on a static or symbol-named method.
 */
export function Timeout(ms: number): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol): void => {
    refuseStandardDecorator("Timeout", key);
    const refused = (why: string) => misuse("Timeout", target, key ?? "(class)", why);
    if (!Number.isInteger(ms) || ms < 1 || ms > MAX_TIMEOUT_MS) {
      throw refused(`${ms} is no time limit; give whole milliseconds from 1 to ${MAX_TIMEOUT_MS}`);
    }
    if (key === undefined) setTimeoutMs(target as Class, ms);
    else if (typeof target !== "function" && typeof key === "string") {
      setTimeoutMs(target.constructor as Class, ms, key);
    } else throw refused("only classes and instance methods with a string name have a deadline");
  };
}
