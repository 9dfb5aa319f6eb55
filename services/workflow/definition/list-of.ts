import { Type } from "class-transformer";
import { ValidateBy, ValidateNested } from "class-validator";
import type { Newable } from "inversify";

/** A DTO's property that is a list of DTOs, each of them validated. */
export function ListOf(element: Newable<object>, maxLength: number): PropertyDecorator {
  const decorators = [
    Type(() => element),
    ValidateNested({ each: true }),
    ValidateBy({
      name: "isListOfObjects",
      validator: {
        validate: (value) => Array.isArray(value) && value.length <= maxLength,
        defaultMessage: () => `$property must be a list of at most ${maxLength} objects`,
      },
    }),
  ];
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}
