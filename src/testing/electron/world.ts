import type { AtomitonBridge } from "../../shared/bridge.js";

/** The `window` of a page: what the preload exposed to it, and whatever the test adds. */
export interface FakePage {
  readonly atomitonBridge?: AtomitonBridge;
  [key: string]: unknown;
}

/**
 * One JavaScript context of a frame: the main world the page runs in, or the isolated world of the
 * preload (docs/tutorial/context-isolation.md).
 */
export interface World {
  readonly global: object;
  isAlive(): boolean;
}
