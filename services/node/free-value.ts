import { Exclude, Transform, Type } from "class-transformer";
import { ValidateBy, type ValidateByOptions } from "class-validator";
import { own } from "../values/own.js";

/** Exposes nothing, so class-transformer finds nothing to walk into. */
@Exclude()
class Opaque {}

/** A DTO's property of any kind that passes the rule. As with `FreeForm`, it reaches the node as it came. */
export function FreeValue(rule: ValidateByOptions): PropertyDecorator {
  const decorators = [
    Type(() => Opaque),
    Transform(({ obj, key }) => own(obj, key), { toClassOnly: true }),
    ValidateBy(rule),
  ];
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}
