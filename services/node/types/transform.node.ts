import { IsString } from "class-validator";
import { injectable } from "inversify";
import { JsonataExpression } from "../jsonata/jsonata-expression.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class TransformParams {
  /** In JSONata, with the regular expressions of RE2; it sees the inputs as its data. */
  @IsString()
  expression!: string;
}

/** Makes one value of its inputs with a JSONata expression. */
@injectable()
export class TransformNode implements NodeType {
  readonly type = "transform";
  readonly title = "Transform";
  readonly category = "Data";
  readonly description = "Makes one value of its inputs with a JSONata expression.";
  readonly parameters = TransformParams;
  readonly inputs: PortDescription[] = [{ name: "*", type: "any" }];
  readonly outputs: PortDescription[] = [{ name: "value", type: "any" }];

  async execute({ inputs, parameters, signal }: NodeRun<TransformParams>) {
    return { value: await new JsonataExpression(parameters.expression, signal).evaluate(inputs) };
  }
}
