import type { Pipe } from "@inversifyjs/framework-core";
import type { ServiceIdentifier } from "inversify";
import type { Class, ParamMetadata, ParamType } from "./metadata.js";
import { ownParams } from "./metadata.js";
import { misuse } from "./misuse.js";

/** What `@Param` and `@Unchecked` say of a parameter besides its type. */
export interface OptionalParam {
  /**
   * Absent and `null` are accepted; the handler gets `undefined` for both, or `null` where it is unchecked.
   * Default: whether the parameter has a default value; true where it is unchecked.
   */
  optional?: boolean;
}

/** What `@Param` says of a parameter besides its type. */
export interface ParamOptions extends OptionalParam {
  /**
   * The only values that pass, as a TypeScript enum or a list. TypeScript's metadata tells a string enum from no
   * other string, so without this any string would pass. In an array it holds for each element.
   */
  enum?: Readonly<Record<string, string | number>> | readonly unknown[];
  /**
   * class-validator's decorators that hold for the value, besides its type; with `{ each: true }` for each element
   * of an array. In their messages the value is called `value`.
   */
  rules?: readonly PropertyDecorator[];
}

type ParamPipe = ServiceIdentifier<Pipe> | Pipe;

/**
 * Says what TypeScript's metadata cannot: the element type of an array, that a parameter is optional, the values of
 * an enum, the rules of a primitive, and the pipes it passes after validation.
 *
 * @param type The class, or `() => [Class]` for an array of it. Default: the parameter's declared type.
 * @example list(@Param(() => [Tag]) tags: Tag[], @Param({ optional: true }) page?: Page)
 * @throws TypeError when the parameter is described twice, when `enum` has no values or `rules` is not a list of
 * decorators.
 */
export function Param(
  type: ParamType,
  options?: ParamOptions | ParamPipe,
  ...pipes: ParamPipe[]
): ParameterDecorator;
/**
 * Keeps the declared type, and says whether the parameter is optional, what holds for it and which pipes it passes.
 *
 * @example find(@Param({ optional: true }) page?: Page, @Param(TrimPipe) text: string)
 * @example invite(@Param({ enum: Role }) role: Role, @Param({ rules: [IsEmail()] }) address: string)
 * @throws TypeError when the parameter is described twice, when `enum` has no values or `rules` is not a list of
 * decorators.
 */
export function Param(options: ParamOptions | ParamPipe, ...pipes: ParamPipe[]): ParameterDecorator;
export function Param(
  first: ParamType | ParamOptions | ParamPipe,
  ...rest: (ParamOptions | ParamPipe | undefined)[]
): ParameterDecorator {
  const typed = isParamType(first);
  const [options, ...pipes] = typed ? rest : [first, ...rest];
  const plain = isParamOptions(options);
  return describe("Param", (refused) => ({
    ...(typed && { type: first }),
    ...(plain && described(options, refused)),
    pipes: plain || options === undefined ? pipes : [options, ...pipes],
  }));
}

function described({ optional, enum: values, rules }: ParamOptions, refused: Refusal): ParamMetadata {
  const taken = values && enumValues(values);
  if (taken?.length === 0) throw refused("its enum has no values; name an enum or a list of values");
  if (rules !== undefined && !isRules(rules)) {
    throw refused("its rules are not class-validator's decorators; write rules: [IsEmail()]");
  }
  return {
    ...(optional !== undefined && { optional }),
    ...(taken && { values: taken }),
    ...(rules && { rules }),
  };
}

/** An enum of numbers is an object that has their names too, each under its number. */
function enumValues(values: NonNullable<ParamOptions["enum"]>): readonly unknown[] {
  if (Array.isArray(values)) return [...values];
  return Object.entries(values).flatMap(([name, value]) => (isIndex(name) ? [] : [value]));
}

const isIndex = (name: string): boolean => String(Number(name)) === name;

const isRules = (rules: unknown): boolean =>
  Array.isArray(rules) && rules.every((rule) => typeof rule === "function");

/** Lets anything through: the value is neither validated nor transformed, only the payload limits hold. */
export function Unchecked(options: OptionalParam = {}): ParameterDecorator {
  return describe("Unchecked", () => ({ role: "unchecked", optional: options.optional ?? true }));
}

/**
 * The parameter is an async iterable that streams from the caller, who passes an async iterable or a `ReadableStream`:
 * as the method reads it, and no faster. What the caller's source throws, reading it throws; when the method ends, or
 * stops reading, the caller's source is let go of. The items are not validated, only the payload limits hold.
 *
 * @example save(name: string, @Upload() chunks: AsyncIterable<Uint8Array>)
 */
export function Upload(): ParameterDecorator {
  return describe("Upload", () => ({ role: "upload" }));
}

/** Hands the method the `RpcCall` it runs for. The parameter does not travel. */
export function Call(): ParameterDecorator {
  return describe("Call", () => ({ role: "call" }));
}

/** Makes the error for what is wrong with the parameter. */
type Refusal = (why: string) => TypeError;

function describe(decorator: string, metadata: (refused: Refusal) => ParamMetadata): ParameterDecorator {
  return (target, key, index) => {
    const refused = (why: string) =>
      misuse(decorator, target, key ?? "constructor", `parameter ${index + 1}: ${why}`);
    if (typeof target === "function" || typeof key !== "string") {
      throw refused("only parameters of instance methods with a string name can be described");
    }
    const params = ownParams(target.constructor as Class, key);
    if (params.has(index)) throw refused("it is described twice; remove one decorator");
    params.set(index, metadata(refused));
  };
}

/** A `() => Class` is an arrow function; a pipe given by its class is a class. */
function isParamType(value: unknown): value is ParamType {
  return typeof value === "function" && value.prototype === undefined;
}

function isParamOptions(value: unknown): value is ParamOptions {
  return typeof value === "object" && value !== null && !("execute" in value);
}
