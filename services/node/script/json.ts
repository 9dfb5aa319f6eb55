import { isRecord } from "../../validation/is-record.js";
import { invalidNode } from "../invalid-node.js";

/**
 * Inputs as JSON. What JSON would silently ruin is refused; a Date becomes its ISO 8601 text.
 *
 * @throws RpcError `INVALID_PARAMS`.
 */
export function inputsToJson(inputs: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(inputs, (name, value) => {
      if (isJson(value)) return value;
      throw new TypeError(`"${name}" is a ${Object.prototype.toString.call(value).slice(8, -1)}`);
    });
  } catch (error) {
    const message = `must be JSON: ${(error as Error).message}`;
    throw invalidNode({ path: "inputs", constraint: "isJson", message });
  }
}

const isJson = (value: unknown): boolean =>
  value === null ||
  ["string", "number", "boolean", "undefined"].includes(typeof value) ||
  Array.isArray(value) ||
  isRecord(value);
