import { Type } from "class-transformer";
import {
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { FreeForm } from "../../values/free-form.js";

/** Where an editor draws a node. */
export class NodePosition {
  @IsNumber()
  x!: number;

  @IsNumber()
  y!: number;
}

/** How often a node is tried. */
export class RetryPolicy {
  /** Tries in all, the first included. */
  @IsInt()
  @Min(1)
  @Max(100)
  attempts!: number;

  /** Milliseconds before the second try; each further wait is twice the one before, up to a minute. Default 1,000. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(60_000)
  backoffMs?: number;
}

/** One step of a workflow. */
export class WorkflowNode {
  /** Unique in its workflow. */
  @IsString()
  @Length(1, 256)
  id!: string;

  /** A node type, e.g. `transform`. */
  @IsString()
  @Length(1, 256)
  type!: string;

  /** Its settings; each type documents its own. Default: none. */
  @IsOptional()
  @FreeForm()
  parameters?: Record<string, unknown>;

  @IsOptional()
  @ValidateNested()
  @Type(() => NodePosition)
  position?: NodePosition;

  /** Default: it is tried once. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RetryPolicy)
  retry?: RetryPolicy;

  /** Milliseconds each try may take. Default: no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  timeoutMs?: number;

  /** Its failure does not end the run: its one output is then `error`, with `code` and `message`. Default false. */
  @IsOptional()
  @IsBoolean()
  continueOnError?: boolean;
}
