import { IsInt, IsOptional, IsString, Length, Min } from "class-validator";
import { ListOf } from "./list-of.js";
import { MAX_EDGES, MAX_NODES, MAX_OUTPUTS, type WorkflowDraft } from "./workflow-draft.js";
import { WorkflowEdge, WorkflowOutput } from "./workflow-edge.js";
import { WorkflowNode } from "./workflow-node.js";

/** A stored workflow. */
export interface Workflow extends WorkflowDraft {
  id: string;
  /** Counts its changes, from 1. */
  version: number;
}

/** A change of a stored workflow: what is left out stays as it is. A whole `Workflow` is one too. */
export class WorkflowChange {
  @IsString()
  @Length(1, 256)
  id!: string;

  /** The version that the change was made to. */
  @IsInt()
  @Min(1)
  version!: number;

  @IsOptional()
  @IsString()
  @Length(1, 256)
  name?: string;

  @IsOptional()
  @IsString()
  @Length(0, 10_000)
  description?: string;

  @IsOptional()
  @ListOf(WorkflowNode, MAX_NODES)
  nodes?: WorkflowNode[];

  @IsOptional()
  @ListOf(WorkflowEdge, MAX_EDGES)
  edges?: WorkflowEdge[];

  @IsOptional()
  @ListOf(WorkflowOutput, MAX_OUTPUTS)
  outputs?: WorkflowOutput[];
}
