import { getMetadataStorage, ValidationTypes } from "class-validator";
import type { Class } from "../../decorators/metadata.js";
import { describesDto } from "./describes-dto.js";
import { isTransformed, staticType, typedProperties, typeMetadata } from "./transformer-metadata.js";

/**
 * Why a DTO's nested DTOs would reach the handler unchecked, with the fix: `@Type` and `@ValidateNested` do half of
 * it each. The classes nested in it are looked into too.
 */
export function* nestingProblems(dto: Class, seen = new Set<Class>()): Generator<string> {
  if (seen.has(dto)) return;
  seen.add(dto);
  const nested = nestedProperties(dto);
  for (const property of new Set([...nested, ...typedProperties(dto)])) {
    const place = `${dto.name}.${property}`;
    const type = typeMetadata(dto, property);
    if (isTransformed(dto, property)) continue;
    if (type === undefined) {
      yield `${place} has @ValidateNested() and no @Type(), so nothing says of which class it is; add @Type(() => Class)`;
      continue;
    }
    const classes = classesOf(type);
    const [first] = classes;
    if (first !== undefined && !nested.has(property)) {
      yield `${place} has @Type(() => ${first.name}) and no @ValidateNested(), so the rules of ${first.name} would not hold; add @ValidateNested()`;
    }
    for (const inner of classes) yield* nestingProblems(inner, seen);
  }
}

function nestedProperties(dto: Class): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, "", false, false);
  const nesting = rules.filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
  return new Set(nesting.map(({ propertyName }) => propertyName));
}

/** The classes with rules that a property may be of, as far as they do not depend on the data. */
function classesOf({ typeFunction, options }: NonNullable<ReturnType<typeof typeMetadata>>): Class[] {
  const subTypes = (options?.discriminator?.subTypes ?? []).map(({ value }) => value as Class);
  return [staticType(typeFunction), ...subTypes].filter((type) => type !== undefined).filter(describesDto);
}
