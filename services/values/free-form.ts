import { ValidateBy } from "class-validator";
import { isRecord } from "../../src/validation/is-record.js";

/** A DTO's property that is an object of any content. */
export const FreeForm = (): PropertyDecorator =>
  ValidateBy({
    name: "isObject",
    validator: { validate: isRecord, defaultMessage: () => "$property must be an object" },
  });
