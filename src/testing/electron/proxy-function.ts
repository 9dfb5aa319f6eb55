import { type Crossing, passValue } from "./pass-value.js";
import type { World } from "./world.js";

type AnyFunction = (...args: unknown[]) => unknown;

// kOriginalFunctionPrivateKey: what a proxy stands for, and the world it came from.
const originals = new WeakMap<object, { readonly original: object; readonly home: World }>();

/**
 * A function of the other world that calls `target` in its own. Two crossings give two proxies; a proxy
 * that goes back to where its function lives is that function again.
 * Arguments, result and error cross the bridge too (ProxyFunctionWrapper); an error keeps its message only.
 */
export function proxyFunction(target: object, crossing: Crossing, receiver: unknown): unknown {
  const known = originals.get(target);
  if (known?.home === crossing.to) return known.original;

  const { from: home, to: caller } = crossing;
  // No arrow, because V8 makes the proxy constructible; `new` reaches the target as a plain call.
  function proxy(...args: unknown[]): unknown {
    const inward: Crossing = { from: caller, to: home, copies: new Map() };
    const passed = args.map((arg) => passValue(arg, inward, caller.global));
    const result = callTarget(target as AnyFunction, receiver, passed);
    try {
      return passValue(result, { from: home, to: caller, copies: new Map() }, home.global);
    } catch (error) {
      throw new Error(`Uncaught ${String(error)}`);
    }
  }
  originals.set(proxy, { original: target, home });
  crossing.copies.set(target, proxy);
  return proxy;
}

function callTarget(target: AnyFunction, receiver: unknown, args: unknown[]): unknown {
  try {
    return Reflect.apply(target, receiver, args);
  } catch (thrown) {
    throw new Error(thrownMessage(thrown));
  }
}

function thrownMessage(thrown: unknown): string {
  if (typeof thrown === "object" || typeof thrown === "function") {
    const message: unknown = (thrown as { message?: unknown } | null)?.message;
    if (typeof message === "string") return message;
  }
  return "An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.";
}
