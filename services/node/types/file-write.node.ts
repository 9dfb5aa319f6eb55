import { isUint8Array } from "node:util/types";
import { IsOptional, IsString } from "class-validator";
import { inject, injectable } from "inversify";
import { WorkspaceFiles } from "../files/workspace-files.js";
import { invalidNode } from "../invalid-node.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

export class FileWriteParams {
  /** Relative to the workspace, unless the input `path` says it. */
  @IsOptional()
  @IsString()
  path?: string;
}

/** Writes a file of the workspace, whole or not at all. */
@injectable()
export class FileWriteNode implements NodeType {
  readonly type = "file-write";
  readonly title = "Write a file";
  readonly category = "Files";
  readonly description =
    "Writes a file of the workspace, in the place of what was there; makes missing folders.";
  readonly parameters = FileWriteParams;
  readonly inputs: PortDescription[] = [
    { name: "content", type: "any", required: true, description: "A string or bytes" },
    { name: "path", type: "string", description: "In place of the parameter" },
  ];
  readonly outputs: PortDescription[] = [
    { name: "path", type: "string" },
    { name: "size", type: "number", description: "In bytes" },
  ];

  constructor(@inject(WorkspaceFiles) private readonly files: WorkspaceFiles) {}

  async execute({ inputs, parameters, signal }: NodeRun<FileWriteParams>) {
    const path = (inputs.path as string | undefined) ?? parameters.path ?? "";
    const { content } = inputs;
    if (typeof content !== "string" && !isUint8Array(content)) {
      throw invalidNode({
        path: "inputs.content",
        constraint: "isType",
        message: "must be a string or bytes",
      });
    }
    await this.files.write(path, content, signal);
    return { path, size: Buffer.byteLength(content) };
  }
}
