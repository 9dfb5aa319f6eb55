import { Type } from "class-transformer";
import { IsObject, IsOptional, IsString, Length, ValidateNested } from "class-validator";

/** One port of one node. */
export class PortReference {
  @IsString()
  @Length(1, 256)
  node!: string;

  @IsString()
  @Length(1, 256)
  port!: string;
}

/** Carries what one node gives on a port to a port of another, which waits for it. */
export class WorkflowEdge {
  /** An editor's own; nothing here depends on it. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  id?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => PortReference)
  from!: PortReference;

  @IsObject()
  @ValidateNested()
  @Type(() => PortReference)
  to!: PortReference;
}

/** A value that a workflow gives, under a name of its own. */
export class WorkflowOutput {
  @IsString()
  @Length(1, 256)
  name!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => PortReference)
  from!: PortReference;
}
