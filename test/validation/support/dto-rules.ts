import {
  Allow,
  ArrayUnique,
  IsBoolean,
  IsDate,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  MinLength,
  ValidateBy,
} from "class-validator";
import type { ScalarShape } from "./dto-shape.js";

/** Rules by what they take, the first of each the type itself. */
export const RULES: Record<ScalarShape["of"], ((each: boolean) => PropertyDecorator)[]> = {
  string: [
    (each) => IsString({ each }),
    (each) => Length(1, 4, { each, message: "$property of $target is $value, not $constraint1" }),
    (each) => IsIn(["a", "bb", " c "], { each, groups: ["some"] }),
    (each) => IsNotEmpty({ each, context: { why: "not" } }),
    (each) => MinLength(2, { each, validateIf: (_object, value) => value !== "a" }),
  ],
  number: [
    (each) => IsNumber({}, { each }),
    (each) => IsInt({ each }),
    (each) => Min(0, { each }),
    (each) => Max(5, { each, always: true }),
  ],
  boolean: [(each) => IsBoolean({ each })],
  date: [(each) => IsDate({ each })],
  any: [
    () => Allow(),
    () => IsDefined(),
    () => IsObject(),
    (each) => IsString({ each }),
    () => ArrayUnique(),
  ],
};

/** What TypeScript emits for each. */
export const TYPES: Record<ScalarShape["of"], unknown> = {
  string: String,
  number: Number,
  boolean: Boolean,
  date: Date,
  any: Object,
};

/** A rule that asks the object around the value too. */
export const agrees = ValidateBy({
  name: "agrees",
  validator: {
    validate: (value, args) =>
      value !== (args?.object as { p0?: unknown } | undefined)?.p0 || args?.property === "p0",
    defaultMessage: (args) => `$property of ${args?.targetName} must not be p0`,
  },
});

/** A rule for which class-validator has to wait. */
export const later = ValidateBy({
  name: "later",
  async: true,
  validator: { validate: async (value) => value !== "bb", defaultMessage: () => "$property must not be bb" },
});
