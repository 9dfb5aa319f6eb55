import { inject, injectable } from "inversify";
import { NestedRuns } from "../nested-runs.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { WorkflowReference } from "../workflow-reference.js";

export class GroupParams {
  /** A workflow's id, or a workflow. */
  @WorkflowReference()
  workflow!: unknown;
}

/** Runs a workflow in the place of one node. */
@injectable()
export class GroupNode implements NodeType {
  readonly type = "group";
  readonly title = "Group";
  readonly category = "Flow";
  readonly description = "Runs a workflow in the place of one node.";
  readonly parameters = GroupParams;
  readonly inputs: PortDescription[] = [{ name: "*", type: "any", description: "The workflow's inputs" }];
  readonly outputs: PortDescription[] = [{ name: "*", type: "any", description: "The workflow's outputs" }];

  constructor(@inject(NestedRuns) private readonly nested: NestedRuns) {}

  execute({ inputs, parameters, signal }: NodeRun<GroupParams>) {
    return this.nested.workflow(parameters.workflow, { ...inputs }, signal);
  }
}
