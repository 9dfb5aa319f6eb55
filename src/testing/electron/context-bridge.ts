import { types } from "node:util";
import { type Crossing, passValue } from "./pass-value.js";
import type { World } from "./world.js";

/**
 * `contextBridge` of one frame. Every rule here and in `pass-value.ts` is one of
 * shell/renderer/api/electron_api_context_bridge.cc; docs/api/context-bridge.md has the table of types.
 */
export class FakeContextBridge {
  readonly #isolated: World;
  readonly #main: World;

  constructor(isolated: World, main: World) {
    this.#isolated = isolated;
    this.#main = main;
  }

  /**
   * Copies `api` into the page and freezes the copy.
   * @throws Error if the page has a property of that name, its own or inherited (ExposeAPI)
   */
  exposeInMainWorld(key: string, api: unknown): void {
    const { global } = this.#main;
    if (key in global) {
      throw new Error("Cannot bind an API on top of an existing property on the window object");
    }
    const crossing: Crossing = { from: this.#isolated, to: this.#main, copies: new Map() };
    const value = passValue(api, crossing, this.#isolated.global);
    if (isFreezable(value)) deepFreeze(value, new Set());
    Object.defineProperty(global, key, { value, enumerable: true, writable: false, configurable: false });
  }
}

const isFreezable = (value: unknown): value is object =>
  (typeof value === "function" || (typeof value === "object" && value !== null)) &&
  !types.isTypedArray(value);

// DeepFreeze: typed arrays stay writable, and what a Map or Set holds is not a property.
function deepFreeze(object: object, seen: Set<object>): void {
  if (seen.has(object)) return;
  seen.add(object);
  for (const child of Object.values(object)) if (isFreezable(child)) deepFreeze(child, seen);
  Object.freeze(object);
}
