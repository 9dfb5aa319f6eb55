import { RpcError } from "../../../decorators/index.js";

/** Says what could not be done to a file of the workspace, and nothing of where the workspace is. */
export function fileError(verb: "read" | "write", given: string, error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  const { code = "unknown" } = error as NodeJS.ErrnoException;
  const reason = code === "ENOENT" ? "there is no such file" : code;
  return new RpcError(
    code === "ENOENT" ? "NOT_FOUND" : "FILE_ERROR",
    `Cannot ${verb} ${JSON.stringify(given)}: ${reason}`,
    { data: { path: given, code }, cause: error },
  );
}
