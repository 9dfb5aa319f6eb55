import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../../src/validation/is-record.js";
import { invalidNode } from "../invalid-node.js";

/** How many characters of JSON may go in, and come out: they are read in one go. */
export const MAX_JSON_LENGTH = 16 * 1024 * 1024;

/**
 * Inputs as JSON. What JSON would silently ruin is refused; a Date becomes its ISO 8601 text.
 *
 * @throws RpcError `INVALID_PARAMS`; `PAYLOAD_TOO_LARGE`.
 */
export function inputsToJson(inputs: Readonly<Record<string, unknown>>): string {
  // What is in a value twice is written twice: that must end before it is written.
  let least = 0;
  try {
    const json = JSON.stringify(inputs, (name, value) => {
      least += typeof value === "string" ? value.length : 1;
      if (least > MAX_JSON_LENGTH) throw tooLarge("The inputs have");
      if (isJson(value)) return value;
      throw new TypeError(`"${name}" is a ${Object.prototype.toString.call(value).slice(8, -1)}`);
    });
    if (json.length > MAX_JSON_LENGTH) throw tooLarge("The inputs have");
    return json;
  } catch (error) {
    if (error instanceof RpcError) throw error;
    const message = `must be JSON: ${(error as Error).message}`;
    throw invalidNode({ path: "inputs", constraint: "isJson", message });
  }
}

export const tooLarge = (what: string): RpcError =>
  new RpcError("PAYLOAD_TOO_LARGE", `${what} more than ${MAX_JSON_LENGTH} characters of JSON`, {
    data: { limit: MAX_JSON_LENGTH },
  });

const isJson = (value: unknown): boolean =>
  value === null ||
  ["string", "number", "boolean", "undefined"].includes(typeof value) ||
  Array.isArray(value) ||
  isRecord(value);
