import { RpcError } from "../../decorators/rpc-error.js";

/**
 * @param path The part at fault and what it is, e.g. `result.user.save: function`.
 * @param place Where else to look, e.g. the index of an item in its stream.
 */
export function notSerializable(path: string, place: { index?: number } = {}): RpcError {
  return new RpcError("NOT_SERIALIZABLE", `Cannot be sent: ${path}. Send data only`, {
    data: { path, ...place },
  });
}
