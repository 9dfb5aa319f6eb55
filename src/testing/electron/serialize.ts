import { types } from "node:util";
import { isPlatformObject } from "./platform-objects.js";

/**
 * The copy of `value` that arrives in another process: a structured clone, so prototypes, accessors and
 * an error's own properties are gone, and a `Buffer` is a `Uint8Array`.
 * Source: shell/common/v8_util.cc (V8Serializer), docs/api/ipc-renderer.md (Structured Clone Algorithm).
 * @throws Error "An object could not be cloned." whatever the reason was (v8_util.cc, `Write`)
 */
export function serialize<T>(value: T): T {
  try {
    assertSerializable(value);
    return structuredClone(value);
  } catch {
    throw new Error("An object could not be cloned.");
  }
}

/** Finds what Node's clone lets through and Electron's refuses. Walks without calling accessors. */
function assertSerializable(root: unknown): void {
  const seen = new Set<object>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isRefused(value)) throw new TypeError("not serializable");
    if (ArrayBuffer.isView(value)) {
      pending.push(value.buffer);
      continue;
    }
    if (types.isMap(value)) for (const [key, item] of value) pending.push(key, item);
    if (types.isSet(value)) for (const item of value) pending.push(item);
    for (const key of Object.keys(value)) pending.push(Object.getOwnPropertyDescriptor(value, key)?.value);
  }
}

// v8_util.cc gives V8 no delegate for shared memory or compiled WebAssembly, so neither leaves a process.
const isRefused = (value: object): boolean =>
  types.isProxy(value) ||
  types.isSharedArrayBuffer(value) ||
  value instanceof WebAssembly.Module ||
  isPlatformObject(value);
