import { ValidateBy } from "class-validator";
import { injectable } from "inversify";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class ValueParams {
  /** Any value, null included. */
  @ValidateBy({
    name: "isDefined",
    validator: { validate: (value) => value !== undefined, defaultMessage: () => "$property must be given" },
  })
  value: unknown;
}

/** Gives a fixed value. */
@injectable()
export class ValueNode implements NodeType {
  readonly type = "value";
  readonly title = "Value";
  readonly category = "Data";
  readonly description = "Gives a fixed value.";
  readonly parameters = ValueParams;
  readonly inputs: PortDescription[] = [];
  readonly outputs: PortDescription[] = [{ name: "value", type: "any" }];

  async execute({ parameters }: NodeRun<ValueParams>) {
    return { value: parameters.value };
  }
}
