import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from "class-validator";
import { inject, injectable } from "inversify";
import { constantOf, withConstants } from "../../values/constant.js";
import { FreeForm } from "../../values/free-form.js";
import { invalidNode } from "../invalid-node.js";
import { mapConcurrently } from "../map-concurrently.js";
import { NestedRuns } from "../nested-runs.js";
import type { NodeFailure } from "../node.api.js";
import { nodeFailure } from "../node-failure.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { WorkflowReference } from "../workflow-reference.js";

const ERROR_POLICIES = ["stop", "continue"] as const;

export class LoopParams {
  /** The node type that runs for each item; it or `workflow` must be given, and not both. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  type?: string;

  /** The parameters of each of these nodes. */
  @FreeForm()
  parameters: Record<string, unknown> = {};

  /** The workflow that runs for each item: its id, or itself. */
  @IsOptional()
  @WorkflowReference()
  workflow?: unknown;

  /** The name of the input that has the item; beside it are the loop's other inputs, and `index`, unless it is that. */
  @IsString()
  @Length(1, 256)
  itemInput = "item";

  /** How many run at a time. */
  @IsInt()
  @Min(1)
  @Max(64)
  concurrency = 4;

  /** Whether the first failure stops the others and is the loop's own, or they go on. */
  @IsIn(ERROR_POLICIES)
  onError: (typeof ERROR_POLICIES)[number] = "stop";
}

interface ItemError extends NodeFailure {
  index: number;
}

/** Runs a node or a workflow for each item. */
@injectable()
export class LoopNode implements NodeType {
  readonly type = "loop";
  readonly title = "Loop";
  readonly category = "Flow";
  readonly description = "Runs a node or a workflow for each item, several at a time.";
  readonly parameters = LoopParams;
  readonly inputs: PortDescription[] = [
    { name: "items", type: "array", required: true },
    { name: "*", type: "any", description: "The same for every item" },
  ];
  readonly outputs: PortDescription[] = [
    { name: "results", type: "array", description: "Outputs in the order of the items; null for a failure" },
    { name: "errors", type: "array", description: "Each with the item's index, a code and a message" },
  ];

  constructor(@inject(NestedRuns) private readonly nested: NestedRuns) {}

  async execute({ inputs, parameters, signal, progress }: NodeRun<LoopParams>) {
    const { items, ...shared } = constantOf(inputs, "inputs") as { items: unknown[] };
    const run = this.#runner(parameters);
    const errors: ItemError[] = [];
    let done = 0;
    const results = await mapConcurrently(
      items,
      { limit: parameters.concurrency, signal },
      async (item, index, itemSignal) => {
        const given = withConstants({ ...shared, index, [parameters.itemInput]: item }, "inputs");
        const work = run(given, itemSignal);
        const outputs = await work.catch((error) => {
          itemSignal.throwIfAborted();
          if (parameters.onError === "stop") throw error;
          errors.push({ index, ...nodeFailure(error) });
          return null;
        });
        progress({ done: ++done, total: items.length });
        return outputs;
      },
    );
    return { results, errors: errors.sort((a, b) => a.index - b.index) };
  }

  #runner({ type, parameters, workflow }: LoopParams) {
    if (typeof type === "string" && !workflow) {
      return (inputs: Record<string, unknown>, signal: AbortSignal) =>
        this.nested.node(type, { inputs, parameters: constantOf(parameters, "parameters"), signal });
    }
    if (workflow && !type) {
      return (inputs: Record<string, unknown>, signal: AbortSignal) =>
        this.nested.workflow(workflow, inputs, signal);
    }
    const message = "or else a workflow must be given, and not both";
    throw invalidNode({ path: "parameters.type", constraint: "isEither", message });
  }
}
