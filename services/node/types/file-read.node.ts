import { IsIn, IsInt, IsOptional, IsString, Max, Min } from "class-validator";
import { inject, injectable } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import { WorkspaceFiles } from "../files/workspace-files.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

const ENCODINGS = ["text", "bytes"] as const;

export class FileReadParams {
  /** Relative to the workspace, unless the input `path` says it. */
  @IsOptional()
  @IsString()
  path?: string;

  /** What `content` is: text in UTF-8, or bytes. */
  @IsIn(ENCODINGS)
  encoding: (typeof ENCODINGS)[number] = "text";

  /** Bytes that the file may have. */
  @IsInt()
  @Min(0)
  @Max(256 * 1024 * 1024)
  maxBytes = 16 * 1024 * 1024;
}

/** Reads a file of the workspace; outside of it there is nothing. */
@injectable()
export class FileReadNode implements NodeType {
  readonly type = "file-read";
  readonly title = "Read a file";
  readonly category = "Files";
  readonly description = "Reads a file of the workspace as text or bytes.";
  readonly parameters = FileReadParams;
  readonly inputs: PortDescription[] = [
    { name: "path", type: "string", description: "In place of the parameter" },
  ];
  readonly outputs: PortDescription[] = [
    { name: "content", type: "any", description: "A string or bytes" },
    { name: "size", type: "number", description: "In bytes" },
  ];

  constructor(@inject(WorkspaceFiles) private readonly files: WorkspaceFiles) {}

  async execute({ inputs, parameters, signal }: NodeRun<FileReadParams>) {
    const path = (inputs.path as string | undefined) ?? parameters.path ?? "";
    const bytes = await this.files.read(path, parameters.maxBytes, signal);
    const content = parameters.encoding === "bytes" ? bytes : textOf(bytes, path);
    return { content, size: bytes.byteLength };
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RpcError("FILE_ERROR", `${JSON.stringify(path)} is no text in UTF-8; read it as bytes`, {
      cause,
    });
  }
}
