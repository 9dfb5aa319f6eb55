import type { Class, RpcMethodOptions } from "./metadata.js";
import { declareOnce, ownMethods } from "./metadata.js";
import { misuse, refuseStandardDecorator } from "./misuse.js";
import { nameProblem } from "./names.js";

/**
 * Lets a method be called from outside as `domain.method`. Written `@RpcMethod` or `@RpcMethod(options)`.
 *
 * Parameters are validated by their declared types; an `AbortSignal` parameter is the call's own signal.
 * TypeScript emits a union of strings and an enum as `String`, so any string passes: use a DTO with `@IsIn`.
 * A rest parameter is taken as one; declare an array with `@Param(() => [Type])`.
 * An override in a subclass needs the decorator again. TypeScript's `private` is erased before this
 * runs: the decorator alone decides what is public.
 *
 * @throws TypeError on anything but an instance method with a string name, on a second application, and on
 * a `streamWindow` that is no whole number above 0 or a `deprecated` that does not say what to call instead.
 */
export function RpcMethod(target: object, key: string | symbol, descriptor: PropertyDescriptor): void;
/**
 * The form with parentheses, with or without options: `@RpcMethod({ name: "list", idempotent: true })`.
 *
 * @throws TypeError as `@RpcMethod` does, when it is applied.
 */
export function RpcMethod(options?: RpcMethodOptions): MethodDecorator;
export function RpcMethod(
  targetOrOptions: object | RpcMethodOptions = {},
  key?: string | symbol,
  descriptor?: PropertyDescriptor,
): MethodDecorator | undefined {
  if (key !== undefined) {
    declareMethod(targetOrOptions, key, descriptor, {});
    return undefined;
  }
  return (target, name, methodDescriptor) => declareMethod(target, name, methodDescriptor, targetOrOptions);
}

function declareMethod(
  target: object,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
  options: RpcMethodOptions,
): void {
  refuseStandardDecorator("RpcMethod", key);
  const refused = (why: string) => misuse("RpcMethod", target, key, why);
  if (typeof target === "function") {
    throw refused("static methods cannot be called; make it an instance method");
  }
  if (typeof key === "symbol")
    throw refused("a symbol has no name on the wire; name the method with a string");
  if (typeof descriptor?.value !== "function") {
    throw refused("only methods can be called; turn the getter, setter or property into a method");
  }
  const name = options.name ?? key;
  const problem =
    nameProblem("method", name) ??
    windowProblem(options.streamWindow) ??
    deprecationProblem(options.deprecated);
  if (problem !== undefined) throw refused(problem);
  declareOnce(ownMethods(target.constructor as Class), name, { key, options }, refused);
}

function deprecationProblem(deprecated: unknown): string | undefined {
  if (deprecated === undefined || (typeof deprecated === "string" && deprecated !== "")) return undefined;
  return 'deprecated must say what to call instead, as in "use node.execute"';
}

/** Says what is wrong with a stream window, or nothing when it is right. */
export function windowProblem(streamWindow: number | undefined): string | undefined {
  if (streamWindow === undefined || (Number.isInteger(streamWindow) && streamWindow > 0)) return undefined;
  return `streamWindow is ${streamWindow}; give a whole number of items, 1 or more`;
}
