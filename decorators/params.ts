import type { Pipe } from "@inversifyjs/framework-core";
import type { ServiceIdentifier } from "inversify";
import type { Class, ParamMetadata, ParamType } from "./metadata.js";
import { ownParams } from "./metadata.js";
import { misuse } from "./misuse.js";

/** What `@Param` and `@Unchecked` say of a parameter besides its type. */
export interface ParamOptions {
  /**
   * Absent and `null` are accepted; the handler gets `undefined` for both, or `null` where it is unchecked.
   * Default: whether the parameter has a default value; true where it is unchecked.
   */
  optional?: boolean;
}

type ParamPipe = ServiceIdentifier<Pipe> | Pipe;

/**
 * Says what TypeScript's metadata cannot: the element type of an array, that a parameter is optional,
 * and the pipes it passes after validation.
 *
 * @param type The class, or `() => [Class]` for an array of it. Default: the parameter's declared type.
 * @example list(@Param(() => [Tag]) tags: Tag[], @Param({ optional: true }) page?: Page)
 * @throws TypeError when the parameter is described twice.
 */
export function Param(
  type: ParamType,
  options?: ParamOptions | ParamPipe,
  ...pipes: ParamPipe[]
): ParameterDecorator;
/**
 * Keeps the declared type, and says whether the parameter is optional and which pipes it passes.
 *
 * @example find(@Param({ optional: true }) page?: Page, @Param(TrimPipe) text: string)
 * @throws TypeError when the parameter is described twice.
 */
export function Param(options: ParamOptions | ParamPipe, ...pipes: ParamPipe[]): ParameterDecorator;
export function Param(
  first: ParamType | ParamOptions | ParamPipe,
  ...rest: (ParamOptions | ParamPipe | undefined)[]
): ParameterDecorator {
  const typed = isParamType(first);
  const [options, ...pipes] = typed ? rest : [first, ...rest];
  const plain = isParamOptions(options);
  return describe("Param", {
    ...(typed && { type: first }),
    ...(plain && options.optional !== undefined && { optional: options.optional }),
    pipes: plain || options === undefined ? pipes : [options, ...pipes],
  });
}

/** Lets anything through: the value is neither validated nor transformed, only the payload limits hold. */
export function Unchecked(options: ParamOptions = {}): ParameterDecorator {
  return describe("Unchecked", { role: "unchecked", optional: options.optional ?? true });
}

/** Hands the method the `RpcCall` it runs for. The parameter does not travel. */
export function Call(): ParameterDecorator {
  return describe("Call", { role: "call" });
}

function describe(decorator: string, metadata: ParamMetadata): ParameterDecorator {
  return (target, key, index) => {
    const refused = (why: string) =>
      misuse(decorator, target, key ?? "constructor", `parameter ${index + 1}: ${why}`);
    if (typeof target === "function" || typeof key !== "string") {
      throw refused("only parameters of instance methods with a string name can be described");
    }
    const params = ownParams(target.constructor as Class, key);
    if (params.has(index)) throw refused("it is described twice; remove one decorator");
    params.set(index, metadata);
  };
}

/** A `() => Class` is an arrow function; a pipe given by its class is a class. */
function isParamType(value: unknown): value is ParamType {
  return typeof value === "function" && value.prototype === undefined;
}

function isParamOptions(value: unknown): value is ParamOptions {
  return typeof value === "object" && value !== null && !("execute" in value);
}
