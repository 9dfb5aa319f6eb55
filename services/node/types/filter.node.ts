import { IsString } from "class-validator";
import { injectable } from "inversify";
import { JsonataExpression } from "../jsonata/jsonata-expression.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class FilterParams {
  /** In JSONata, with the regular expressions of RE2; it sees one item as its data. */
  @IsString()
  predicate!: string;
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

  async execute({ inputs, parameters, signal }: NodeRun<FilterParams>) {
    const predicate = new JsonataExpression(parameters.predicate, signal);
    const items: unknown[] = [];
    for (const item of inputs.items as unknown[]) {
      if (await predicate.holds(item)) items.push(item);
    }
    return { items };
  }
}
