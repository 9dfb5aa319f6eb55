import { RpcError } from "../../decorators/index.js";

const WELL_FORMED = /^\P{Surrogate}{1,512}$/su;

/**
 * Lets a key of 1 to 512 characters pass. SQLite ends a text at NUL and has no lone surrogates: with
 * either, two keys could become one.
 *
 * @throws RpcError `INVALID_PARAMS`.
 */
export function assertKey(key: string): void {
  if (WELL_FORMED.test(key) && !key.includes("\0")) return;
  const message = "must have 1 to 512 characters of well-formed text, without NUL";
  throw new RpcError("INVALID_PARAMS", `A storage key ${message}`, {
    data: { issues: [{ path: "params[0]", constraint: "isStorageKey", message }] },
  });
}
