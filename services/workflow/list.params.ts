import { IsInt, IsOptional, IsString, Length, Max, Min } from "class-validator";

/** Which page of a list. */
export class PageParams {
  /** From 1, the default. */
  @IsOptional()
  @IsInt()
  @Min(1)
  page?: number;

  /** Default 50. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  pageSize?: number;
}

export class WorkflowListParams extends PageParams {
  /** Only workflows with this in their name, in whatever case. */
  @IsOptional()
  @IsString()
  @Length(0, 256)
  search?: string;
}

export class RunListParams extends PageParams {
  /** Only the runs of this workflow. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  workflowId?: string;
}
