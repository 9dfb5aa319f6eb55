import "reflect-metadata";
import type { ClassConstructor } from "class-transformer";
import { plainToInstance } from "class-transformer";
import { validate } from "class-validator";
import type { Class } from "../../../decorators/metadata.js";
import { RpcError } from "../../../decorators/rpc-error.js";
import { isRecord } from "../../validation/is-record.js";
import { passedOver } from "../../validation/passed-over.js";
import { shapeIssues } from "../../validation/shape.js";
import type { ReportIssue } from "./check.js";
import type { ValidationIssue } from "./issue.js";
import { checkLists } from "./lists.js";
import { Opaques } from "./opaques.js";
import { placeIn, reportError } from "./report-error.js";

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** Makes an instance of the DTO class from plain data and validates it: the one place that does. */
export async function checkDto(
  dto: Class,
  value: unknown,
  path: string,
  report: ReportIssue,
): Promise<unknown> {
  const shape = [...shapeIssues(dto, value)];
  if (shape.length > 0) {
    for (const { path: inside, ...issue } of shape) report({ path: placeOf(path, inside), ...issue });
    return value;
  }
  const opaques = new Opaques();
  const plain = opaques.hide(value);
  if (!isRecord(plain)) {
    report({ path, constraint: "isObject", message: `must be an object (${dto.name})` });
    return value;
  }
  let instance: object;
  try {
    // What is undefined is as absent, as it is in JSON: a default stands.
    instance = plainToInstance(dto as ClassConstructor<object>, plain, { exposeDefaultValues: true });
  } catch (error) {
    report({ path, ...unreadable(dto, error) });
    return value;
  }
  for (const { path: inside, name } of passedOver(plain, instance)) {
    report({
      path: placeOf(path, [...inside, name]),
      constraint: "whitelistValidation",
      message: `property ${name} should not exist`,
    });
  }
  opaques.reveal(instance);
  if (checkLists(instance, path, report)) {
    for (const error of await validate(instance, OPTIONS)) reportError(error, placeIn(path, error), report);
  }
  return instance;
}

const placeOf = (path: string, inside: readonly (string | number)[]): string =>
  [path, ...inside.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))].join("");

/** Why class-transformer gave up: it follows cycles until the stack ends, and converts what cannot be. */
function unreadable(dto: Class, error: unknown): Omit<ValidationIssue, "path"> {
  if (error instanceof RpcError) throw error;
  const why = error instanceof Error ? error.message : String(error);
  return error instanceof RangeError && why.includes("call stack")
    ? { constraint: "isAcyclic", message: `must not refer to itself (${dto.name})` }
    : { constraint: "isReadable", message: `cannot be read as ${dto.name}: ${why}` };
}
