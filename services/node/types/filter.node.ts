import { IsInt, IsString, Max, Min } from "class-validator";
import { inject, injectable } from "inversify";
import { JsonataExpressions } from "../jsonata/jsonata-expression.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class FilterParams {
  /** In JSONata; it sees one item as its data. */
  @IsString()
  predicate!: string;

  /** Milliseconds it may run from when it begins, for each item; before, it may have to wait for other expressions. */
  @IsInt()
  @Min(1)
  @Max(60_000)
  timeoutMs = 5000;
}

/** Keeps the items for which a JSONata expression holds, in their order. */
@injectable()
export class FilterNode implements NodeType {
  readonly type = "filter";
  readonly title = "Filter";
  readonly category = "Data";
  readonly description = "Keeps the items for which a JSONata expression holds.";
  readonly parameters = FilterParams;
  readonly inputs: PortDescription[] = [{ name: "items", type: "array", required: true }];
  readonly outputs: PortDescription[] = [{ name: "items", type: "array" }];

  constructor(@inject(JsonataExpressions) private readonly expressions: JsonataExpressions) {}

  async execute({ inputs, parameters, signal }: NodeRun<FilterParams>) {
    const { predicate, timeoutMs } = parameters;
    const expression = this.expressions.read(predicate, { timeoutMs, signal });
    return { items: await expression.filter(inputs.items as unknown[]) };
  }
}
