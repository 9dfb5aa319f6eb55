import { Exclude, Transform, Type } from "class-transformer";
import { ValidateBy } from "class-validator";
import { own } from "../values/own.js";
import { isRecord } from "./is-record.js";

/** Exposes nothing, so class-transformer finds nothing to walk into. */
@Exclude()
class Opaque {}

/**
 * A DTO's property that is an object of any content. It reaches the service as it came: without this,
 * class-transformer copies it deeply, ruins the typed arrays in it and never ends in a cycle.
 */
export function FreeForm(): PropertyDecorator {
  const decorators = [
    Type(() => Opaque),
    Transform(({ obj, key }) => own(obj, key), { toClassOnly: true }),
    ValidateBy({
      name: "isObject",
      validator: { validate: isRecord, defaultMessage: () => "$property must be an object" },
    }),
  ];
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}
