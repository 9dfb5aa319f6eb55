import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../../src/validation/is-record.js";

/** @throws RpcError `INVALID_PARAMS` for what holds no inputs by name. */
export function assertInputs(inputs: unknown): void {
  if (isRecord(inputs)) return;
  const message = "must be an object";
  throw new RpcError("INVALID_PARAMS", `A run's inputs ${message}`, {
    data: { issues: [{ path: "params[1]", constraint: "isObject", message }] },
  });
}
