import { IsOptional, IsString, Length } from "class-validator";
import { FreeForm } from "../values/free-form.js";

export class NodeExecuteParams {
  /** Which node runs; its status is kept under this id. */
  @IsString()
  @Length(1, 256)
  nodeId!: string;

  /** What kind of node it is. Default: `nodeId`, which then names the type. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  type?: string;

  /** The data it works on. Default: none. */
  @IsOptional()
  @FreeForm()
  inputs?: Record<string, unknown>;

  /** Its settings; each type documents its own. Default: none. */
  @IsOptional()
  @FreeForm()
  parameters?: Record<string, unknown>;
}
