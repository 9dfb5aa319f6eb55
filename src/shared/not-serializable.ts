import { RpcError } from "../../decorators/rpc-error.js";

/** @param path The part at fault and what it is, e.g. `result.user.save: function`. */
export function notSerializable(path: string): RpcError {
  return new RpcError("NOT_SERIALIZABLE", `Cannot be sent: ${path}. Send data only`, { data: { path } });
}
