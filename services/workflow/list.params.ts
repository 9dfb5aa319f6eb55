import { IsInt, IsOptional, IsString, Length, Max, Min } from "class-validator";

/** So that what comes before a page can be counted. */
const MAX_PAGE = 1_000_000_000;

/** Which page of a list. */
export class PageParams {
  /** From 1, the default, to 1,000,000,000. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
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
