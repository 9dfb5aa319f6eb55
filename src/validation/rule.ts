import { isPromise } from "node:util/types";
import { getMetadataStorage } from "class-validator";

export type RuleMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]
>[number];

/** One rule of class-validator's or of an author, to be called as it is. */
export interface Rule {
  metadata: RuleMetadata;
  validator: { validate(value: unknown, args: RuleArguments): unknown };
  /** Whether it is known to have to wait. Any other may give a promise too. */
  isAsync: boolean;
}

/** What class-validator gives a rule beside the value. */
export interface RuleArguments {
  targetName: string | undefined;
  property: string;
  object: object;
  value: unknown;
  constraints: unknown[];
}

/** What one decorator adds to a property. */
export function rulesOf(metadata: RuleMetadata): Rule[] {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  return constraints.map(({ instance, async }) => ({
    metadata,
    validator: instance as Rule["validator"],
    isAsync: async || instance.validate.constructor.name === "AsyncFunction",
  }));
}

/** What a rule says of a property's value: whether it holds, or a promise of that. */
export function holds({ metadata, validator }: Rule, object: object, value: unknown): unknown {
  if (metadata.validateIf !== undefined && !metadata.validateIf(object, value)) return true;
  const args = argumentsOf(metadata, object, value);
  if (!metadata.each || !isCollection(value)) return validator.validate(value, args);
  // An array is not copied, so that its holes are passed over.
  const elements = Array.isArray(value) ? value : [...(value instanceof Map ? value.values() : value)];
  const results = elements.map((element) => validator.validate(element, args));
  return results.find(isPromise) ?? results.every(Boolean);
}

const argumentsOf = (metadata: RuleMetadata, object: object, value: unknown): RuleArguments => ({
  targetName: object.constructor?.name,
  property: metadata.propertyName,
  object,
  value,
  constraints: metadata.constraints,
});

const isCollection = (value: unknown): value is unknown[] | Set<unknown> | Map<unknown, unknown> =>
  Array.isArray(value) || value instanceof Set || value instanceof Map;
