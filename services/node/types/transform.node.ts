import { IsInt, IsString, Max, Min } from "class-validator";
import { inject, injectable } from "inversify";
import { JsonataExpressions } from "../jsonata/jsonata-expression.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class TransformParams {
  /** In JSONata; it sees the inputs as its data. */
  @IsString()
  expression!: string;

  /** Milliseconds it may run from when it begins; before, it may have to wait for other expressions. */
  @IsInt()
  @Min(1)
  @Max(60_000)
  timeoutMs = 5000;
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

  constructor(@inject(JsonataExpressions) private readonly expressions: JsonataExpressions) {}

  async execute({ inputs, parameters, signal }: NodeRun<TransformParams>) {
    const { expression, timeoutMs } = parameters;
    return { ...(await this.expressions.read(expression, { timeoutMs, signal }).evaluate(inputs)) };
  }
}
