import { RpcError } from "../../../decorators/index.js";

/** The RpcError a call ends in; anything else fails the test. */
export async function rejection(call: Promise<unknown>): Promise<RpcError> {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === "rejected" && outcome.reason instanceof RpcError) return outcome.reason;
  throw new Error("Expected an RpcError", { cause: outcome });
}
