import { IsOptional, IsString, Length } from "class-validator";
import { ListOf } from "./list-of.js";
import { WorkflowEdge, WorkflowOutput } from "./workflow-edge.js";
import { WorkflowNode } from "./workflow-node.js";

export const MAX_NODES = 20_000;
export const MAX_EDGES = 100_000;
export const MAX_OUTPUTS = 1000;

/** A workflow that is not stored yet. It may be unfinished: only a run needs it to be valid. */
export class WorkflowDraft {
  @IsString()
  @Length(1, 256)
  name!: string;

  @IsOptional()
  @IsString()
  @Length(0, 10_000)
  description?: string;

  /** At most 20,000. A node that no edge reaches is given the run's inputs, as far as its ports take them. */
  @ListOf(WorkflowNode, MAX_NODES)
  nodes!: WorkflowNode[];

  /** At most 100,000. */
  @ListOf(WorkflowEdge, MAX_EDGES)
  edges!: WorkflowEdge[];

  /** What a run gives. None, the default: by its id, the outputs of each node that no edge leaves. */
  @IsOptional()
  @ListOf(WorkflowOutput, MAX_OUTPUTS)
  outputs?: WorkflowOutput[];
}
