import { isUint8Array } from "node:util/types";
import { isRecord } from "../../src/validation/is-record.js";
import { own } from "../values/own.js";
import { invalidNode, type NodeIssue } from "./invalid-node.js";
import type { PortDescription, ValueType } from "./node-type.js";

const IS: Record<ValueType, (value: unknown) => boolean> = {
  any: () => true,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  object: isRecord,
  array: Array.isArray,
  bytes: isUint8Array,
};

/**
 * Lets inputs pass that have what the ports require, each of its type; `undefined` counts as missing.
 * What no port asks for does no harm.
 *
 * @throws RpcError `INVALID_PARAMS`.
 */
export function checkInputs(ports: readonly PortDescription[], inputs: Record<string, unknown>): void {
  const issues: NodeIssue[] = [];
  for (const { name, type, required } of ports) {
    const path = `inputs.${name}`;
    const input = own(inputs, name);
    if (input === undefined) {
      if (required) issues.push({ path, constraint: "isDefined", message: "is missing" });
    } else if (own(IS, type)?.(input) !== true) {
      issues.push({ path, constraint: "isType", message: `must be of the type ${type}` });
    }
  }
  if (issues.length > 0) throw invalidNode(...issues);
}
