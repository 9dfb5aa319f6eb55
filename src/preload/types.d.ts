import type { AtomitonBridge } from "../shared/bridge.js";

declare global {
  interface Window {
    /** What the preload exposes; absent where it does not run. */
    readonly atomitonBridge?: AtomitonBridge;
  }
}

export type { AtomitonBridge };
