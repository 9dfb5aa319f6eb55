import { injectable } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import type { NodeRun, NodeType } from "../node-type.js";
import { evaluateJsonata } from "./jsonata.js";

/**
 * Makes one value of its inputs with a JSONata expression.
 * Parameters: `expression`, which sees the inputs as its data. Outputs: `value`.
 */
@injectable()
export class TransformNode implements NodeType {
  readonly type = "transform";

  async execute({ inputs, parameters, signal }: NodeRun): Promise<Record<string, unknown>> {
    const { expression } = parameters;
    if (typeof expression !== "string") {
      throw new RpcError(
        "INVALID_PARAMS",
        'A transform needs the parameter "expression", a JSONata expression',
      );
    }
    return { value: await evaluateJsonata(expression, inputs, signal) };
  }
}
