import type { Class, ParamMetadata } from "../../../decorators/metadata.js";
import { acceptors } from "../../validation/acceptors.js";
import { describesDto } from "../../validation/describes-dto.js";
import { explain } from "../../validation/explain.js";
import { nestingProblems } from "../../validation/nesting.js";
import { arrayOf } from "./array-of.js";
import { ANYTHING, type ParamCheck } from "./check.js";
import { inTurn, rulesCheck, valuesCheck } from "./param-rules.js";
import { primitiveCheck } from "./primitives.js";
import { vagueType } from "./vague-types.js";

/**
 * The check of a parameter: of its type, then of what `@Param` says besides.
 *
 * @param emitted The type that TypeScript emitted.
 * @param problem Takes why the parameter cannot be checked, with the fix.
 */
export function paramCheck(
  { type, values, rules }: ParamMetadata,
  emitted: unknown,
  problem: (text: string) => void,
): ParamCheck | undefined {
  const declared = type === undefined ? emitted : type();
  const typed = values ? enumCheck(declared, values) : typeCheck(declared, rules !== undefined, problem);
  return inTurn(typed, rules && rulesCheck(rules));
}

/** The values say more than any type does, but for whether there is one or a list of them. */
function enumCheck(declared: unknown, values: readonly unknown[]): ParamCheck {
  const one = valuesCheck(values);
  return declared === Array || Array.isArray(declared) ? arrayOf(one) : one;
}

/** Where the type says nothing, the rules of an author have to do. */
function typeCheck(
  declared: unknown,
  hasRules: boolean,
  problem: (text: string) => void,
): ParamCheck | undefined {
  if (hasRules && declared === Array) return arrayOf(ANYTHING);
  return hasRules && declared === Object ? undefined : paramCheckFor(declared, problem);
}

/** Whether a class given as a pipe is one that a parameter can be declared as, so that its type was meant. */
export const isParamType = (pipe: unknown): pipe is Class =>
  typeof pipe === "function" && (primitiveCheck(pipe) !== undefined || describesDto(pipe as Class));

/** The check for a declared type: a class, a primitive's constructor, `[Class]`. */
function paramCheckFor(type: unknown, problem: (text: string) => void): ParamCheck | undefined {
  if (Array.isArray(type)) {
    const element = paramCheckFor(type[0], problem);
    return element && arrayOf(element);
  }
  const primitive = primitiveCheck(type);
  if (primitive !== undefined) return primitive;
  const vague = vagueType(type);
  if (vague !== undefined) {
    problem(vague);
    return undefined;
  }
  if (!describesDto(type as Class)) {
    problem(
      `the class ${(type as Class).name} has no class-validator decorators, so nothing of it would be checked; decorate its properties, or mark the parameter @Unchecked()`,
    );
    return undefined;
  }
  for (const mistake of nestingProblems(type as Class)) problem(mistake);
  return dtoCheck(type as Class);
}

function dtoCheck(dto: Class): ParamCheck {
  const acceptor = acceptors.of(dto);
  return {
    accept: (value, depth, walk) => acceptor.accept(value, depth, walk),
    explain: (value, path, report) => explain(dto, value, path, report),
  };
}
