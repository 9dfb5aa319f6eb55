/** The server cannot start: every problem found, each with the class, the method and the fix. */
export class RpcBootError extends Error {
  override readonly name = "RpcBootError";

  constructor(readonly problems: readonly string[]) {
    super(`The RPC server cannot start:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}
