import type { Class } from "../../../decorators/metadata.js";
import type { ParamCheck } from "./check.js";
import { checkDto, describesDto } from "./dto.js";
import { primitiveCheck } from "./primitives.js";

/**
 * The check for a declared parameter type.
 *
 * @param type What TypeScript emitted or `@Param` said: a class, a primitive's constructor, `[Class]`.
 * @param problem Takes why the type cannot be checked, with the fix.
 */
export function paramCheckFor(type: unknown, problem: (text: string) => void): ParamCheck | undefined {
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
  return (value, path, report) => checkDto(type as Class, value, path, report);
}

/** Types that are emitted where TypeScript had nothing to say, and what the author does about each. */
function vagueType(type: unknown): string | undefined {
  switch (type) {
    case Array:
      return "an array says nothing of its elements; write @Param(() => [Element]), or @Unchecked()";
    case Object:
    case undefined:
      return "its type (an interface, a union, unknown or a generic) says nothing at run time; use a DTO class, @Param(() => Type), or @Unchecked()";
    case Function:
      return 'its class arrives as Function because it is imported with "import type"; import it as a value, or mark it @Unchecked()';
    case Map:
    case Set:
    case Promise:
    case Symbol:
      return `${(type as Class).name} cannot be validated; use a DTO class, or mark it @Unchecked()`;
    default:
      return typeof type === "function" ? undefined : "@Param names no class; write @Param(() => Type)";
  }
}

function arrayOf(element: ParamCheck): ParamCheck {
  return (value, path, report) => {
    if (!Array.isArray(value)) {
      report({ path, constraint: "isArray", message: "must be an array" });
      return value;
    }
    // Not `map`, which would leave the holes of a sparse array unchecked.
    return Promise.all(Array.from(value, (item, index) => element(item, `${path}[${index}]`, report)));
  };
}
